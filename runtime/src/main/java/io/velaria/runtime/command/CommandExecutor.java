package io.velaria.runtime.command;

import io.velaria.runtime.error.VelariaException;
import io.velaria.runtime.execution.Cursor;
import io.velaria.runtime.execution.FixedCursor;
import io.velaria.runtime.plan.Command;
import io.velaria.runtime.session.Session;
import io.velaria.runtime.session.Setting;
import io.velaria.runtime.session.SettingRegistry;
import java.util.List;

/** Runs statements that are no queries. */
public final class CommandExecutor {
    private CommandExecutor() {}

    /** Whether a command stands outside of transactions: those that control them, settings, and known results. */
    public static boolean isImmediate(Command command) {
        return command instanceof Command.TransactionControl
                || command instanceof Command.SetOption
                || command instanceof Command.ShowOption
                || command instanceof Command.FixedResult;
    }

    public static Cursor executeImmediate(Command command, Session session) {
        if (command instanceof Command.SetOption set) {
            session.set(set.name(), set.value());
            return nothing();
        }
        if (command instanceof Command.TransactionControl control) {
            control(control, session);
            return nothing();
        }
        if (command instanceof Command.ShowOption show) {
            return FixedCursor.ofRows(show.schema(), settings(show.name(), session));
        }
        Command.FixedResult result = (Command.FixedResult) command;
        return FixedCursor.ofRows(result.schema(), result.rows());
    }

    private static List<List<Object>> settings(String name, Session session) {
        SettingRegistry registry = session.database().settings();
        if (name != null) {
            return List.of(List.of(value(registry.get(name), session)));
        }
        return registry.all().stream()
                .map(setting -> List.<Object>of(setting.name(), value(setting, session), setting.description()))
                .toList();
    }

    private static Object value(Setting setting, Session session) {
        return session.settings().get(setting.name(), setting.defaultValue());
    }

    private static void control(Command.TransactionControl control, Session session) {
        switch (control.kind()) {
            case "BEGIN" -> session.begin();
            case "COMMIT" -> session.commit();
            case "ROLLBACK" -> session.rollback();
            case "SAVEPOINT" -> session.savepoint(control.savepoint());
            case "RELEASE" -> session.release(control.savepoint());
            case "ROLLBACK TO" -> session.rollbackTo(control.savepoint());
            default -> throw VelariaException.unsupported(control.kind());
        }
    }

    /** Runs a command inside of a transaction, to its end; what it changed is undone by the caller if it throws. */
    public static Cursor execute(Command command, CommandContext context) {
        if (command instanceof Command.CreateTable create) {
            CreateTableCommand.run(create, context);
        } else if (command instanceof Command.CreateView create) {
            DefinitionCommands.createView(create, context.transaction());
        } else if (command instanceof Command.CreateIndex create) {
            DefinitionCommands.createIndex(create, context.transaction());
        } else if (command instanceof Command.CreateSchema create) {
            DefinitionCommands.createSchema(create, context.transaction());
        } else if (command instanceof Command.Drop drop) {
            DropCommand.run(drop, context.transaction());
        } else if (command instanceof Command.Truncate truncate) {
            DefinitionCommands.truncate(truncate, context.transaction());
        } else if (command instanceof Command.CopyTo copy) {
            return CopyCommand.run(copy, context);
        } else if (command instanceof Command.Explain explain) {
            return ExplainCommand.run(explain, context);
        } else {
            throw VelariaException.unsupported(command.getClass().getSimpleName());
        }
        return nothing();
    }

    private static Cursor nothing() {
        return FixedCursor.of(List.of(), List.of(), List.of());
    }
}
