package io.velaria.tck.clients;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import sqlline.SqlLine;

/** sqlline, the stock one, driven by a script. */
class SqllineTest {
    @Test
    void runsAScript() throws Exception {
        String script = String.join(
                "\n",
                "create table t (id integer, name varchar(10));",
                "insert into t values (1, 'one'), (2, 'two');",
                "select * from t order by id;",
                "!tables",
                "!columns t",
                "select nothing from t;",
                "select count(*) as again from t;",
                "!dbinfo",
                "!quit",
                "");
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        SqlLine sqlline = new SqlLine();
        PrintStream print = new PrintStream(output, true, StandardCharsets.UTF_8);
        sqlline.setOutputStream(print);
        sqlline.setErrorStream(print);
        sqlline.begin(
                new String[] {
                    "-d",
                    "io.velaria.Driver",
                    "-u",
                    "jdbc:velaria:",
                    "-n",
                    "",
                    "-p",
                    "",
                    "--force=true",
                    "--outputformat=csv",
                    "--isolation=TRANSACTION_REPEATABLE_READ"
                },
                new ByteArrayInputStream(script.getBytes(StandardCharsets.UTF_8)),
                false);
        String text = output.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("'1','one'"), text);
        assertTrue(text.contains("'2','two'"), text);
        assertTrue(text.contains("42703") || text.contains("nothing"), text);
        assertTrue(text.contains("'again'"), text);
        assertTrue(text.contains("getDatabaseProductName"), text);
        assertEquals(-1, text.indexOf("UnsupportedOperationException"), text);
    }
}
