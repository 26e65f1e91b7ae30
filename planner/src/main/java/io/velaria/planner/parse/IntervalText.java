package io.velaria.planner.parse;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.type.IntervalParser;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;

/** {@code INTERVAL '1 day 02:30'}, whose units stand in the text: a cast to the kind of interval that it gives. */
public final class IntervalText {
    private IntervalText() {}

    /**
     * @param sign -1 for {@code INTERVAL -'..'}
     * @throws VelariaException 22007 for text that is no interval, 0A000 for one of both months and days
     */
    public static SqlNode of(int sign, String text, SqlParserPos pos) {
        IntervalParser parsed = IntervalParser.parse(text);
        if (parsed == null) {
            throw VelariaException.of(SqlState.INVALID_DATETIME_FORMAT, "invalid interval '" + text + "'")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        if (parsed.months() != 0 && parsed.micros() != 0) {
            throw VelariaException.unsupported("an interval of months together with days or times")
                    .hint("add two intervals one after the other")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
        SqlIntervalQualifier kind = parsed.months() != 0
                ? new SqlIntervalQualifier(TimeUnit.YEAR, TimeUnit.MONTH, pos)
                : new SqlIntervalQualifier(TimeUnit.DAY, TimeUnit.SECOND, pos);
        SqlNode cast = SqlStdOperatorTable.CAST.createCall(pos, SqlLiteral.createCharString(text, pos), kind);
        return sign < 0 ? SqlStdOperatorTable.UNARY_MINUS.createCall(pos, cast) : cast;
    }
}
