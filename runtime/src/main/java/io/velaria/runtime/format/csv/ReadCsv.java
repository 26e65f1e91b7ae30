package io.velaria.runtime.format.csv;

import io.velaria.runtime.expression.Literal;
import io.velaria.runtime.extension.FileAccess;
import io.velaria.runtime.extension.TableFunction;
import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** {@code READ_CSV(path, option => value ..)}: the rows of CSV files. */
public final class ReadCsv implements TableFunction {
    @Override
    public String name() {
        return "READ_CSV";
    }

    @Override
    public List<String> aliases() {
        return List.of("READ_CSV_AUTO");
    }

    @Override
    public List<Parameter> parameters() {
        return List.of(new Parameter("path", SqlType.VARCHAR, true));
    }

    @Override
    public String description() {
        return "The rows of CSV files; what options leave open is detected from a sample";
    }

    @Override
    public ScanSource bind(Map<String, Object> arguments, FileAccess files) {
        Map<String, String> options = new HashMap<>();
        arguments.forEach((name, value) -> options.put(name, text(value)));
        return CsvDetection.detect(CsvOptions.parse(options), List.of(), files);
    }

    private static String text(Object value) {
        if (value instanceof Literal literal) {
            return text(literal.value());
        }
        if (value instanceof List<?> list) {
            return list.stream().map(ReadCsv::text).collect(Collectors.joining(","));
        }
        return value == null ? "" : value.toString();
    }
}
