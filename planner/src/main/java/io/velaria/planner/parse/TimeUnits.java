package io.velaria.planner.parse;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.expression.DateTimeField;
import java.util.List;
import org.apache.calcite.avatica.util.TimeUnit;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlFunctionCategory;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlIntervalQualifier;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlUnresolvedFunction;
import org.apache.calcite.sql.parser.SqlParserPos;

/** Units of time as words of the grammar, and the functions that take one. */
public final class TimeUnits {
    private TimeUnits() {}

    /**
     * A unit whose name is no keyword: MILLISECONDS, SQL_TSI_DAY.
     *
     * @throws VelariaException 22023 for any other word
     */
    public static SqlIntervalQualifier named(SqlIdentifier name) {
        SqlParserPos pos = name.getParserPosition();
        try {
            return new SqlIntervalQualifier(
                    TimeUnit.valueOf(DateTimeField.of(name.getSimple()).name()), null, pos);
        } catch (VelariaException unknown) {
            throw unknown.at(pos.getLineNum(), pos.getColumnNum());
        } catch (IllegalArgumentException noUnitOfCalcite) {
            throw VelariaException.unsupported(name.getSimple() + " as a unit of time")
                    .at(pos.getLineNum(), pos.getColumnNum());
        }
    }

    /** The unit as the text that functions of ours take. */
    public static SqlNode text(SqlIntervalQualifier unit) {
        return SqlLiteral.createCharString(unit.getUnit().name(), unit.getParserPosition());
    }

    /** A call of a function by its name. */
    public static SqlCall call(String function, List<SqlNode> arguments, SqlParserPos pos) {
        return new SqlUnresolvedFunction(
                        new SqlIdentifier(function, pos),
                        null,
                        null,
                        null,
                        null,
                        SqlFunctionCategory.USER_DEFINED_FUNCTION)
                .createCall(pos, arguments);
    }
}
