package io.velaria.jdbc;

import java.sql.NClob;
import java.sql.SQLException;
import javax.sql.rowset.serial.SerialClob;

/** Text as a CLOB, held in memory. */
final class TextClob extends SerialClob implements NClob {
    private static final long serialVersionUID = 1L;

    TextClob(String text) throws SQLException {
        super(text.toCharArray());
    }
}
