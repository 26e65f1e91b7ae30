package io.velaria;

import io.velaria.jdbc.Connections;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;

/**
 * The JDBC driver for {@code jdbc:velaria:} (a private database in memory) and {@code jdbc:velaria:mem:NAME} (one that
 * the connections of this JVM share). Options follow as {@code ;key=value} or come as properties, which are never
 * changed; {@link #getPropertyInfo} lists them.
 */
public final class Driver implements java.sql.Driver {
    static {
        try {
            DriverManager.registerDriver(new Driver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** A connection, or null if the URL is for another driver. */
    @Override
    public Connection connect(String url, Properties info) throws SQLException {
        return acceptsURL(url) ? Connections.open(url, info) : null;
    }

    @Override
    public boolean acceptsURL(String url) {
        return Connections.accepts(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) throws SQLException {
        return Connections.propertyInfo(url, info);
    }

    @Override
    public int getMajorVersion() {
        return Connections.VERSION.major();
    }

    @Override
    public int getMinorVersion() {
        return Connections.VERSION.minor();
    }

    /** False: entry-level SQL is there, but the compliance suite has not been run. */
    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    /** Nothing is ever logged. */
    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException("Velaria does not log", "0A000");
    }
}
