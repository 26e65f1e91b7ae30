package io.velaria.planner.validate;

import java.time.DateTimeException;
import java.time.LocalDate;
import org.apache.calcite.sql.SqlLiteral;
import org.apache.calcite.sql.SqlUnknownLiteral;
import org.apache.calcite.util.DateString;

/** Reads plain dates: Calcite does it with a calendar and a locale, whose classes take a first statement long to load. */
final class DateLiterals {
    private DateLiterals() {}

    /** The literal of {@code DATE 'yyyy-mm-dd'}; null for one of another form or type, or for a day that does not exist. */
    static SqlLiteral resolve(SqlLiteral literal) {
        if (!(literal instanceof SqlUnknownLiteral unknown) || !unknown.tag.equalsIgnoreCase("DATE")) {
            return null;
        }
        String text = unknown.getValue();
        if (text.length() != 10 || text.charAt(4) != '-' || text.charAt(7) != '-') {
            return null;
        }
        int year = number(text, 0, 4);
        int month = number(text, 5, 7);
        int day = number(text, 8, 10);
        if (year < 1 || month < 0 || day < 0) {
            return null;
        }
        try {
            LocalDate.of(year, month, day);
        } catch (DateTimeException e) {
            return null;
        }
        return SqlLiteral.createDate(new DateString(text), literal.getParserPosition());
    }

    /** The number of these digits, or -1. */
    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
