package io.velaria.runtime.format;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cancellation;
import io.velaria.runtime.execution.Progress;
import io.velaria.runtime.execution.QueryContext;
import io.velaria.runtime.execution.Settings;
import io.velaria.runtime.execution.TaskContext;
import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.memory.MemoryPool;
import io.velaria.runtime.operator.Source;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static Literal date(String text) {
        return new Literal(LocalDate.parse(text).toEpochDay(), SqlType.DATE);
    }

    private static Literal number(long value) {
        return new Literal(value, SqlType.INTEGER);
    }

    private static ScanSource bind(boolean inclusive, Literal... arguments) {
        Map<String, Object> named = new HashMap<>();
        List<String> names = List.of("start", "stop", "step");
        for (int i = 0; i < arguments.length; i++) {
            named.put(names.get(i), arguments[i]);
        }
        return new SeriesFunction(inclusive ? "GENERATE_SERIES" : "RANGE", inclusive)
                .bind(named, new FileAccess(true, Path.of("")));
    }

    private static List<Long> values(ScanSource source) {
        QueryContext context = new QueryContext(
                null,
                1,
                MemoryPool.root("test", 1 << 20),
                new Cancellation(),
                null,
                null,
                Settings.EMPTY,
                new Progress(),
                QueryContext.newWarnings(),
                null);
        List<Long> values = new ArrayList<>();
        Source rows = source.open(context, new int[] {0}, List.of()).create(new TaskContext(context, 0, 1));
        while (!rows.isFinished()) {
            Batch batch = rows.next();
            for (int i = 0; batch != null && i < batch.size(); i++) {
                values.add(batch.column(0).longAt(batch.row(i)));
            }
        }
        return values;
    }

    @Test
    void numbers() {
        assertEquals(List.of(1L, 2L, 3L), values(bind(true, number(1), number(3))));
        assertEquals(List.of(1L, 2L), values(bind(false, number(1), number(3))));
        assertEquals(List.of(0L, 1L, 2L), values(bind(false, number(3))));
        assertEquals(List.of(5L, 3L, 1L), values(bind(true, number(5), number(0), number(-2))));
        assertEquals(List.of(), values(bind(true, number(5), number(0))));
        assertEquals(
                List.of(Long.MIN_VALUE, -1L, Long.MAX_VALUE - 1),
                values(bind(true, number(Long.MIN_VALUE), number(Long.MAX_VALUE), number(Long.MAX_VALUE))));
        List<Long> many = values(bind(false, number(200_000)));
        assertEquals(200_000, many.size());
        assertEquals(199_999L, many.get(199_999));
        assertEquals(65_536, values(bind(false, number(65_536))).size());
    }

    @Test
    void datesAndTimestamps() {
        Literal month = new Literal(1L, SqlType.INTERVAL_MONTHS);
        List<Long> ends = values(bind(true, date("2023-12-31"), date("2024-03-31"), month));
        assertEquals(
                List.of("2023-12-31", "2024-01-31", "2024-02-29", "2024-03-31"),
                ends.stream().map(day -> LocalDate.ofEpochDay(day).toString()).toList());
        Literal halfDay = new Literal(43_200_000_000L, SqlType.INTERVAL_MICROS);
        assertEquals(
                List.of(0L, 43_200_000_000L, 86_400_000_000L),
                values(bind(true, date("1970-01-01"), date("1970-01-02"), halfDay)));
        assertEquals(
                2, values(bind(false, date("2024-01-01"), date("2024-01-03"))).size());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertTrue(assertThrows(VelariaException.class, () -> bind(true, number(1), number(2), number(0)))
                .getMessage()
                .contains("step other than 0"));
        Literal text = new Literal("x", SqlType.VARCHAR);
        assertTrue(assertThrows(VelariaException.class, () -> bind(true, text, text))
                .getMessage()
                .contains("takes whole numbers, dates or timestamps"));
    }
}
