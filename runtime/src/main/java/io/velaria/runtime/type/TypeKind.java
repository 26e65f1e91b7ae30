package io.velaria.runtime.type;

/**
 * The kinds of SQL type. The carrier is the physical form that an expression of the type computes in; a stored column
 * may be narrower (see {@link io.velaria.runtime.column.Vector}).
 */
public enum TypeKind {
    /** The type of an untyped NULL. */
    NULL,
    /** 0 or 1 in a byte. */
    BOOLEAN,
    TINYINT,
    SMALLINT,
    INTEGER,
    BIGINT,
    /** A scaled integer; value = unscaled / 10^scale; up to 38 digits. */
    DECIMAL,
    /** float32. */
    REAL,
    /** float64; FLOAT is a name for it. */
    DOUBLE,
    /** UTF-8. Precision is the declared maximum length in characters, 0 where none was declared. */
    VARCHAR,
    VARBINARY,
    /** Days since 1970-01-01. */
    DATE,
    /** Microseconds since midnight. */
    TIME,
    /** Microseconds since the epoch for precision 0 to 6, nanoseconds for 7 to 9; no zone. */
    TIMESTAMP,
    /** As TIMESTAMP, but an instant in UTC shown in the session's zone. */
    TIMESTAMP_TZ,
    /** Year-month interval, in months. */
    INTERVAL_MONTHS,
    /** Day-time interval, in microseconds. */
    INTERVAL_MICROS,
    /** float32 of fixed dimension; precision is the dimension. */
    VECTOR,
    /** A list of {@link SqlType#element()}. */
    ARRAY;

    public boolean isInteger() {
        return this == TINYINT || this == SMALLINT || this == INTEGER || this == BIGINT;
    }

    public boolean isExactNumeric() {
        return isInteger() || this == DECIMAL;
    }

    public boolean isApproximateNumeric() {
        return this == REAL || this == DOUBLE;
    }

    public boolean isNumeric() {
        return isExactNumeric() || isApproximateNumeric();
    }

    public boolean isText() {
        return this == VARCHAR || this == VARBINARY;
    }

    public boolean isTimestamp() {
        return this == TIMESTAMP || this == TIMESTAMP_TZ;
    }

    public boolean isDateTime() {
        return this == DATE || this == TIME || isTimestamp();
    }

    public boolean isInterval() {
        return this == INTERVAL_MONTHS || this == INTERVAL_MICROS;
    }
}
