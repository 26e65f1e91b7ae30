package io.velaria.planner.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTextTest {
    @Test
    void splitsAtSemicolonsOutsideOfQuotesAndComments() {
        assertEquals(
                List.of(
                        "select ';'",
                        "select \";\" -- not here;\n from t",
                        "select /* ; /* ; */ ; */ 1",
                        "select $$;$$, $a$ $$; $a$",
                        "select e'\\';'",
                        "last"),
                SqlText.split("select ';';;\n select \";\" -- not here;\n from t; select /* ; /* ; */ ; */ 1;"
                        + "select $$;$$, $a$ $$; $a$;select e'\\';'; -- only a comment;\n ; last"));
        assertEquals(List.of(), SqlText.split(" ; /* nothing */ ; "));
    }

    @Test
    void tellsWhereAQuotedTextBeginsThatDoesNotEnd() {
        VelariaException e = assertThrows(VelariaException.class, () -> SqlText.split("select 1;\n\nselect 'x"));
        assertEquals(SqlState.SYNTAX_ERROR, e.state());
        assertEquals("unterminated quoted string (line 3, column 8)", e.getMessage());
        assertThrows(VelariaException.class, () -> SqlText.split("select e'\\"));
        assertThrows(VelariaException.class, () -> SqlText.split("select $a$ $$"));
        assertThrows(VelariaException.class, () -> SqlText.split("/* /* */"));
    }

    @Test
    void countsParametersOutsideOfQuotes() {
        assertEquals(2, SqlText.parameters("select ?, '?', \"?\", $$?$$ -- ?\n /* ? */ from t where a=?"));
    }

    @Test
    void normalisesBlanksCommentsAndReservedWords() {
        String expected = "SELECT a, 'X  y', \"B\" FROM t WHERE a = 1.5e3";
        assertEquals(expected, SqlText.normalise("select a,\n\t'X  y', \"B\" from t -- comment\n where a = 1.5e3 ; "));
        assertEquals(expected, SqlText.normalise("/* x */ Select a, 'X  y', \"B\" /**/ From t Where a = 1.5e3"));
        assertEquals("a-1", SqlText.normalise("a-1"));
    }

    @Test
    void keepsApartWhatMeansSomethingElse() {
        assertNotEquals(SqlText.normalise("select a"), SqlText.normalise("select A"));
        assertNotEquals(SqlText.normalise("select 'a'"), SqlText.normalise("select 'A'"));
        assertNotEquals(SqlText.normalise("select 1"), SqlText.normalise("select 2"));
        assertNotEquals(SqlText.normalise("select a b"), SqlText.normalise("select ab"));
        assertNotEquals(SqlText.normalise("select 1;select 2"), SqlText.normalise("select 1 select 2"));
        assertNotEquals(SqlText.normalise("select a--1\n"), SqlText.normalise("select a- -1"));
    }

    @Test
    void reservedWordsAreThoseOfTheGrammar() {
        for (String word : SqlKeywords.reserved()) {
            assertThrows(VelariaException.class, () -> SqlParsing.parseStatement("create table t (" + word + " int)"));
        }
        for (String word : SqlKeywords.beyondSql2003().split(",")) {
            if (!SqlKeywords.isReserved(word)) {
                SqlParsing.parseStatement("create table t (" + word + " int)");
                SqlParsing.parseStatement("select t." + word + ", 1 as " + word + " from t as " + word);
            }
        }
    }

    @Test
    void takesLongNamesAndDeepNesting() {
        SqlParsing.parseStatement("select " + "n".repeat(SqlParsing.MAX_IDENTIFIER_LENGTH) + " from t");
        assertThrows(
                VelariaException.class,
                () -> SqlParsing.parseStatement(
                        "select " + "n".repeat(SqlParsing.MAX_IDENTIFIER_LENGTH + 1) + " from t"));
        SqlParsing.parseStatement("select " + "(".repeat(30) + "1" + ")".repeat(30));
        VelariaException e = assertThrows(
                VelariaException.class,
                () -> SqlParsing.parseExpression("(".repeat(50_000) + "1" + ")".repeat(50_000)));
        assertEquals(SqlState.STATEMENT_TOO_COMPLEX, e.state());
    }

    @Test
    void givesTheTextOfAView() {
        CreateView view =
                (CreateView) SqlParsing.parseStatement("create view v as\n  (select 1 as \"A\"\nunion select 2)  ");
        assertEquals("(select 1 as \"A\"\nunion select 2)", view.querySql());
        CreateTable table = (CreateTable) SqlParsing.parseStatement("create table t (a int default  (1 + 2) * 3 )");
        assertEquals("(1 + 2) * 3", table.elements().columns().get(0).defaultSql());
    }
}
