package io.velaria.shell;

import io.velaria.jdbc.Connections;
import sqlline.Application;

/** How the interactive shell introduces itself. Public because sqlline makes it, from its name. */
public final class ShellApplication extends Application {
    @Override
    public String getInfoMessage() {
        return "Velaria " + Connections.VERSION
                + ". End statements with a semicolon; !help lists commands, !quit leaves.";
    }
}
