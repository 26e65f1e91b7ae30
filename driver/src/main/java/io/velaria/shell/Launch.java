package io.velaria.shell;

import io.velaria.jdbc.Connections;
import io.velaria.planner.Planner;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;

/** Reads the command line and runs what it asks for: statements, a script, or the interactive shell. */
final class Launch {
    private static final String PREFIX = "jdbc:velaria:";
    private static final String USAGE =
            """
            usage: velaria [database] [-c "SQL; SQL"] [file.sql ..]

              database    a JDBC URL, or what follows jdbc:velaria: in one (mem:NAME or a path);
                          none: a database in memory that ends with the shell
              -c SQL      runs the statements and ends
              file.sql    runs the statements of the file and ends; - reads them from standard input
              --version   prints the version

            Without -c and without a file the interactive shell starts, or where standard input is no terminal its
            statements run. The exit status is 0, 1 after an error in SQL, or 2 for a command line that is no use.
            """;

    private final PrintStream out;
    private final PrintStream err;

    Launch(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Returns the exit status. */
    int run(String[] arguments) throws Exception {
        String url = PREFIX;
        List<String> scripts = new ArrayList<>();
        for (int i = 0; i < arguments.length; i++) {
            String argument = arguments[i];
            if (argument.equals("-h") || argument.equals("--help")) {
                out.print(USAGE);
                return 0;
            } else if (argument.equals("--version")) {
                out.println("Velaria " + io.velaria.jdbc.Connections.VERSION);
                return 0;
            } else if (argument.equals("-c")) {
                if (++i == arguments.length) {
                    return misused("-c needs SQL");
                }
                scripts.add(arguments[i]);
            } else if (argument.equals("-") || isScript(argument)) {
                try {
                    scripts.add(read(argument));
                } catch (IOException e) {
                    return misused(e instanceof NoSuchFileException ? "no file " + argument : e.toString());
                }
            } else if (argument.startsWith("-")) {
                return misused("there is no option " + argument);
            } else {
                url = argument.startsWith("jdbc:") ? argument : PREFIX + argument;
            }
        }
        if (scripts.isEmpty() && System.console() != null) {
            return Interactive.run(url);
        }
        if (scripts.isEmpty()) {
            scripts.add(read("-"));
        }
        return runScripts(url, scripts);
    }

    private static boolean isScript(String argument) {
        return argument.toLowerCase(Locale.ROOT).endsWith(".sql");
    }

    private static String read(String file) throws IOException {
        byte[] bytes = file.equals("-") ? System.in.readAllBytes() : Files.readAllBytes(Path.of(file));
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int misused(String message) {
        err.println("velaria: " + message);
        err.print(USAGE);
        return 2;
    }

    /** As DriverManager would, whose messages to its log writer take a fresh JVM long to put together. */
    private static Connection connect(String url) throws SQLException {
        if (!Connections.accepts(url)) {
            throw new SQLException("No suitable driver found for " + url, "08001");
        }
        return Connections.open(url, new Properties());
    }

    private int runScripts(String url, List<String> scripts) {
        String place = ""; // lines and columns of messages count from the statement's start
        try (Connection connection = connect(url);
                StatementRunner runner = new StatementRunner(connection, out, err)) {
            for (String script : scripts) {
                List<String> statements = Planner.split(script);
                for (int i = 0; i < statements.size(); i++) {
                    place = statements.size() == 1 ? "" : " [statement " + (i + 1) + "]";
                    runner.run(statements.get(i));
                }
            }
            return 0;
        } catch (SQLException e) {
            out.flush();
            err.println("error " + e.getSQLState() + ": " + e.getMessage() + place);
            return 1;
        } catch (RuntimeException e) {
            out.flush();
            err.println("error: " + e.getMessage());
            return 1;
        }
    }
}
