package io.velaria.jdbc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Properties;
import org.junit.jupiter.api.Test;

/** URLs, options and properties. */
class ConnectUrlTest {
    @Test
    void anotherDriversUrlIsNotOurs() throws SQLException {
        io.velaria.Driver driver = new io.velaria.Driver();
        assertNull(driver.connect("jdbc:h2:mem:", new Properties()));
        assertFalse(driver.acceptsURL("jdbc:h2:mem:"));
        assertFalse(driver.acceptsURL(null));
        assertTrue(driver.acceptsURL("jdbc:velaria:"));
    }

    @Test
    void optionsOfTheUrlWinAndMayBeQuoted() {
        Properties properties = new Properties();
        properties.setProperty("Threads", "7");
        properties.setProperty("plan_cache", "off");
        ConnectUrl url = ConnectUrl.parse("jdbc:velaria:mem:Shop;threads=2;timezone='Europe/Berlin'", properties);
        assertEquals("Shop", url.name());
        assertEquals("2", url.known().get(ConnectOption.THREADS));
        assertEquals("Europe/Berlin", url.known().get(ConnectOption.TIMEZONE));
        assertEquals("off", url.options().get("plan_cache"));
        assertEquals("jdbc:velaria:mem:Shop", url.url());
    }

    @Test
    void propertiesAreNotChanged() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("threads", "2");
        properties.setProperty("user", "someone");
        Properties before = (Properties) properties.clone();
        DriverManager.getConnection("jdbc:velaria:;files=off", properties).close();
        assertEquals(before, properties);
    }

    @Test
    void unknownOptionsAreRefusedWithASuggestion() {
        SQLException unknown =
                assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:velaria:;thread=2"));
        assertEquals("42704", unknown.getSQLState());
        assertTrue(unknown.getMessage().contains("did you mean \"threads\"?"), unknown.getMessage());
        SQLException setting =
                assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:velaria:;statement_timeou=2"));
        assertTrue(setting.getMessage().contains("did you mean \"statement_timeout\"?"), setting.getMessage());
    }

    @Test
    void valuesAreChecked() {
        for (String option : new String[] {"threads=0", "threads=many", "memory_limit=lots", "files=maybe"}) {
            SQLException invalid =
                    assertThrows(SQLException.class, () -> DriverManager.getConnection("jdbc:velaria:;" + option));
            assertEquals("22023", invalid.getSQLState(), option);
        }
    }

    @Test
    void sizesOfMemory() {
        assertEquals(512L << 20, ConnectOption.MEMORY_LIMIT.asBytes("512MB"));
        assertEquals(3L << 29, ConnectOption.MEMORY_LIMIT.asBytes("1.5 gb"));
        assertEquals(1000, ConnectOption.MEMORY_LIMIT.asBytes("1000"));
        assertEquals(Runtime.getRuntime().maxMemory() / 4, ConnectOption.MEMORY_LIMIT.asBytes("25%"));
    }

    @Test
    void databasesOnDiskComeLater() {
        for (String url : new String[] {"jdbc:velaria:/data/shop", "jdbc:velaria:file:shop", "jdbc:velaria:shop"}) {
            SQLException later = assertThrows(SQLException.class, () -> DriverManager.getConnection(url));
            assertEquals("0A000", later.getSQLState(), url);
        }
    }

    @Test
    void aNamedDatabaseIsSharedInAnyCase() throws SQLException {
        try (Connection first = DriverManager.getConnection("jdbc:velaria:mem:ConnectUrlTest");
                Connection second = DriverManager.getConnection("jdbc:velaria:mem:connecturltest");
                Connection alone = DriverManager.getConnection("jdbc:velaria:")) {
            assertEquals(
                    ((VelariaConnection) first).session().database(),
                    ((VelariaConnection) second).session().database());
            assertFalse(((VelariaConnection) first).session().database()
                    == ((VelariaConnection) alone).session().database());
        }
    }

    @Test
    void aSharedDatabaseKeepsItsThreads() throws SQLException {
        try (Connection ignored = DriverManager.getConnection("jdbc:velaria:mem:ConnectUrlTest2;threads=3")) {
            SQLException inUse = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection("jdbc:velaria:mem:ConnectUrlTest2;threads=4"));
            assertEquals("55006", inUse.getSQLState());
            DriverManager.getConnection("jdbc:velaria:mem:ConnectUrlTest2;threads=3")
                    .close();
        }
    }

    @Test
    void everyPropertyIsDescribed() throws SQLException {
        DriverPropertyInfo[] properties =
                new io.velaria.Driver().getPropertyInfo("jdbc:velaria:;threads=2", new Properties());
        assertTrue(properties.length >= 5);
        for (DriverPropertyInfo property : properties) {
            assertNotNull(property.description, property.name);
        }
        assertEquals(
                "2",
                Arrays.stream(properties)
                        .filter(property -> property.name.equals("threads"))
                        .findFirst()
                        .orElseThrow()
                        .value);
    }
}
