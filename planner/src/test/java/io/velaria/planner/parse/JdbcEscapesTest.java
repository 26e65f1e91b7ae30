package io.velaria.planner.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JdbcEscapesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "select 1 | select 1",
                "select '{d x}', \"{\" -- {x | select '{d x}', \"{\" -- {x",
                "select {d '2020-01-02'} | select DATE '2020-01-02'",
                "select {t '10:00:00'}, {ts '2020-01-02 10:00:00'} | select TIME '10:00:00', TIMESTAMP '2020-01-02 10:00:00'",
                "select { D'2020-01-02' } | select DATE'2020-01-02' ",
                "select {fn ucase(a)} | select UPPER(a)",
                "select {fn concat({fn lcase(a)}, {d '2020-01-02'})} | select concat(LOWER(a), DATE '2020-01-02')",
                "select {fn curdate()}, {fn now()} + 1 | select CURRENT_DATE, LOCALTIMESTAMP + 1",
                "select {fn convert(a + (1), SQL_INTEGER)} | select CAST(a + (1) AS INTEGER)",
                "select {fn timestampdiff(SQL_TSI_DAY, a, b)} | select timestampdiff(DAY, a, b)",
                "select * from {oj a left join b on a.x = b.x} where 1 | select * from a left join b on a.x = b.x where 1",
                "select a from t where a like 'x' {escape '!'} | select a from t where a like 'x' ESCAPE '!'",
                "select a from t {limit 5 offset 2} | select a from t LIMIT 5 offset 2",
                "{call p(?, 1)} | CALL p(?, 1)"
            })
    void translates(String sql, String expected) {
        assertEquals(expected.strip(), JdbcEscapes.translate(sql).strip());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertEquals(SqlState.SYNTAX_ERROR, failure("select {x 1}").state());
        assertEquals(SqlState.SYNTAX_ERROR, failure("select {d '2020-01-01'").state());
        assertEquals(SqlState.FEATURE_NOT_SUPPORTED, failure("{? = call f(1)}").state());
        assertEquals(8, failure("select {x 1}").column());
    }

    private static VelariaException failure(String sql) {
        return assertThrows(VelariaException.class, () -> JdbcEscapes.translate(sql));
    }
}
