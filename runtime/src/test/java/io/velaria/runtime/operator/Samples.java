package io.velaria.runtime.operator;

import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.Int128;
import io.velaria.runtime.type.SqlType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Rows of many types with NULLs and few distinct values, for tests that compare with a simple way of computing. */
public final class Samples {
    public static final List<Field> FIELDS = List.of(
            new Field("i", SqlType.INTEGER),
            new Field("l", SqlType.BIGINT),
            new Field("s", SqlType.VARCHAR),
            new Field("d", SqlType.DOUBLE),
            new Field("m", SqlType.decimal(12, 2)),
            new Field("w", SqlType.decimal(38, 3)),
            new Field("b", SqlType.BOOLEAN),
            new Field("t", SqlType.DATE),
            new Field("a", SqlType.array(SqlType.INTEGER)),
            new Field("n", SqlType.BIGINT, false));

    private Samples() {}

    /** Rows whose last column is the row's number. */
    public static List<List<Object>> rows(int count, int distinct, Random random) {
        List<List<Object>> rows = new ArrayList<>();
        for (int r = 0; r < count; r++) {
            List<Object> row = new ArrayList<>();
            for (int c = 0; c < FIELDS.size() - 1; c++) {
                row.add(random.nextInt(6) == 0 ? null : value(c, random.nextInt(distinct)));
            }
            row.add((long) r);
            rows.add(row);
        }
        return rows;
    }

    private static Object value(int column, int choice) {
        return switch (column) {
            case 0 -> (long) (choice - 3);
            case 1 -> choice == 0 ? Long.MIN_VALUE : choice == 1 ? Long.MAX_VALUE : choice * 1000L;
            case 2 -> choice == 0 ? "" : choice % 2 == 0 ? "a common prefix " + choice : "v" + choice;
            case 3 -> choice == 0 ? Double.NaN : choice == 1 ? -1.5 : choice * 0.25;
            case 4 -> choice * 100L - 250;
            case 5 -> choice < 2 ? (Object) new Int128(choice * 2L - 1, 7) : (Object) (long) -choice;
            case 6 -> (long) (choice & 1);
            case 7 -> 10_000L + choice;
            default -> choice == 0 ? List.of() : List.of((long) choice, 5L);
        };
    }
}
