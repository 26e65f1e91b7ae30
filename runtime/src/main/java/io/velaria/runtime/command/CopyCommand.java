package io.velaria.runtime.command;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.FixedCursor;
import io.velaria.runtime.extension.BatchWriter;
import io.velaria.runtime.extension.TableProvider;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.session.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** COPY .. TO a file, whose format an option {@code format} or its name says. */
final class CopyCommand {
    private CopyCommand() {}

    static Cursor run(Command.CopyTo copy, CommandContext context) {
        Map<String, String> options = new HashMap<>(copy.options());
        String format = options.remove("format");
        TableProvider provider = provider(context.session().database(), format, copy.path());
        long rows = 0;
        try (Cursor cursor = context.open(copy.query());
                BatchWriter writer = provider.writer(
                        copy.query().schema(),
                        copy.path(),
                        options,
                        context.session().files())) {
            for (Batch batch = cursor.next(); batch != null; batch = cursor.next()) {
                writer.write(batch);
                rows += batch.size();
            }
            writer.commit();
        }
        return FixedCursor.ofRows(copy.schema(), List.of(List.of(rows)));
    }

    private static TableProvider provider(Database database, String format, String path) {
        TableProvider provider = format == null ? database.providerOf(path) : database.provider(format);
        if (provider == null) {
            throw VelariaException.of(
                    SqlState.UNDEFINED_OBJECT,
                    format == null
                            ? "the format of \"" + path + "\" is not known by its name"
                            : "there is no format \"" + format + "\"");
        }
        return provider;
    }
}
