package io.velaria.shell;

import java.io.IOException;
import java.util.List;
import sqlline.SqlLine;

/** The interactive shell: sqlline, connected to the database. */
final class Interactive {
    private Interactive() {}

    static int run(String url) throws IOException {
        List<String> arguments = List.of(
                "-ac",
                ShellApplication.class.getName(),
                "-d",
                "io.velaria.Driver",
                "-u",
                url,
                "-n",
                "",
                "-p",
                "",
                "--outputformat=table");
        SqlLine.Status status = SqlLine.mainWithInputRedirection(arguments.toArray(String[]::new), null);
        return status == SqlLine.Status.OK ? 0 : 1;
    }
}
