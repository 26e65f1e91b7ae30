package io.velaria.runtime.expression;

import io.velaria.runtime.type.SqlType;
import io.velaria.runtime.type.TypeKind;

/** What a function accepts for an argument, and what it implicitly casts to. An untyped NULL fits everywhere. */
public enum ArgumentKind {
    BOOLEAN,
    /** Any integer type, as it is. */
    INTEGER,
    BIGINT,
    /** Any integer or DECIMAL, as it is. */
    EXACT,
    /** Any number, as it is. */
    NUMERIC,
    /** Any number, as DOUBLE. */
    DOUBLE,
    /** VARCHAR as it is. */
    VARCHAR,
    /** Anything scalar, as VARCHAR. */
    TO_VARCHAR,
    VARBINARY,
    /** VARCHAR or VARBINARY as they are. */
    TEXT_OR_BINARY,
    DATE,
    TIME,
    /** DATE or a timestamp, as TIMESTAMP. */
    TIMESTAMP,
    /** DATE, TIME or a timestamp, as it is. */
    DATETIME,
    INTERVAL,
    /** VECTOR as it is. */
    VECTOR,
    ARRAY,
    /** Anything, as it is. */
    ANY;

    /** The type to cast an argument to (often its own), or null where it does not fit. */
    public SqlType coerce(SqlType argument) {
        TypeKind kind = argument.kind();
        boolean isNull = kind == TypeKind.NULL;
        return switch (this) {
            case BOOLEAN -> isNull || kind == TypeKind.BOOLEAN ? SqlType.BOOLEAN : null;
            case INTEGER -> isNull ? SqlType.INTEGER : kind.isInteger() ? argument : null;
            case BIGINT -> isNull || kind.isInteger() ? SqlType.BIGINT : null;
            case EXACT -> isNull ? SqlType.INTEGER : kind.isExactNumeric() ? argument : null;
            case NUMERIC -> isNull ? SqlType.INTEGER : kind.isNumeric() ? argument : null;
            case DOUBLE -> isNull || kind.isNumeric() ? SqlType.DOUBLE : null;
            case VARCHAR -> isNull ? SqlType.VARCHAR : kind == TypeKind.VARCHAR ? argument : null;
            case TO_VARCHAR ->
                kind == TypeKind.VARCHAR
                        ? argument
                        : kind == TypeKind.VARBINARY || kind == TypeKind.ARRAY ? null : SqlType.VARCHAR;
            case VARBINARY -> isNull ? SqlType.VARBINARY : kind == TypeKind.VARBINARY ? argument : null;
            case TEXT_OR_BINARY -> isNull ? SqlType.VARCHAR : kind.isText() ? argument : null;
            case DATE -> isNull || kind == TypeKind.DATE ? SqlType.DATE : null;
            case TIME -> isNull ? SqlType.TIME : kind == TypeKind.TIME ? argument : null;
            case TIMESTAMP ->
                isNull || kind == TypeKind.DATE ? SqlType.TIMESTAMP : kind.isTimestamp() ? argument : null;
            case DATETIME -> isNull ? SqlType.TIMESTAMP : kind.isDateTime() ? argument : null;
            case INTERVAL -> isNull ? SqlType.INTERVAL_MICROS : kind.isInterval() ? argument : null;
            case VECTOR -> kind == TypeKind.VECTOR ? argument : null;
            case ARRAY -> kind == TypeKind.ARRAY ? argument : null;
            case ANY -> argument;
        };
    }
}
