package io.velaria.runtime.type;

import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.Serializable;
import java.util.Objects;

/**
 * An SQL type without its nullability.
 *
 * @param precision total digits of DECIMAL, fraction digits of TIME and TIMESTAMP, declared length of VARCHAR (0: none),
 *     dimension of VECTOR; 0 elsewhere
 * @param scale digits after the point of DECIMAL; 0 elsewhere
 * @param element type of an ARRAY's elements; null elsewhere
 */
public record SqlType(TypeKind kind, int precision, int scale, SqlType element) implements Serializable {
    public static final int MAX_DECIMAL_PRECISION = 38;
    public static final int MAX_VECTOR_DIMENSION = 65_536;

    public static final SqlType NULL = new SqlType(TypeKind.NULL, 0, 0, null);
    public static final SqlType BOOLEAN = new SqlType(TypeKind.BOOLEAN, 0, 0, null);
    public static final SqlType TINYINT = new SqlType(TypeKind.TINYINT, 0, 0, null);
    public static final SqlType SMALLINT = new SqlType(TypeKind.SMALLINT, 0, 0, null);
    public static final SqlType INTEGER = new SqlType(TypeKind.INTEGER, 0, 0, null);
    public static final SqlType BIGINT = new SqlType(TypeKind.BIGINT, 0, 0, null);
    public static final SqlType REAL = new SqlType(TypeKind.REAL, 0, 0, null);
    public static final SqlType DOUBLE = new SqlType(TypeKind.DOUBLE, 0, 0, null);
    public static final SqlType VARCHAR = new SqlType(TypeKind.VARCHAR, 0, 0, null);
    public static final SqlType VARBINARY = new SqlType(TypeKind.VARBINARY, 0, 0, null);
    public static final SqlType DATE = new SqlType(TypeKind.DATE, 0, 0, null);
    public static final SqlType TIME = new SqlType(TypeKind.TIME, 6, 0, null);
    public static final SqlType TIMESTAMP = new SqlType(TypeKind.TIMESTAMP, 6, 0, null);
    public static final SqlType TIMESTAMP_TZ = new SqlType(TypeKind.TIMESTAMP_TZ, 6, 0, null);
    public static final SqlType INTERVAL_MONTHS = new SqlType(TypeKind.INTERVAL_MONTHS, 0, 0, null);
    public static final SqlType INTERVAL_MICROS = new SqlType(TypeKind.INTERVAL_MICROS, 0, 0, null);

    public SqlType {
        Objects.requireNonNull(kind);
        switch (kind) {
            case DECIMAL -> {
                if (precision < 1 || precision > MAX_DECIMAL_PRECISION || scale < 0 || scale > precision) {
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "DECIMAL(" + precision + ", " + scale + ") is out of range: precision is 1 to 38, scale 0"
                                    + " to precision");
                }
            }
            case TIME, TIMESTAMP, TIMESTAMP_TZ -> {
                if (precision < 0 || precision > 9) {
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE, kind + " precision must be 0 to 9, not " + precision);
                }
            }
            case VECTOR -> {
                if (precision < 1 || precision > MAX_VECTOR_DIMENSION) {
                    throw VelariaException.of(
                            SqlState.INVALID_PARAMETER_VALUE,
                            "VECTOR dimension must be 1 to " + MAX_VECTOR_DIMENSION + ", not " + precision);
                }
            }
            case ARRAY -> Objects.requireNonNull(element);
            default -> {}
        }
    }

    public static SqlType decimal(int precision, int scale) {
        return new SqlType(TypeKind.DECIMAL, precision, scale, null);
    }

    /** VARCHAR with a declared maximum length in characters; 0 declares none. */
    public static SqlType varchar(int length) {
        return length == 0 ? VARCHAR : new SqlType(TypeKind.VARCHAR, length, 0, null);
    }

    public static SqlType time(int precision) {
        return new SqlType(TypeKind.TIME, precision, 0, null);
    }

    public static SqlType timestamp(int precision) {
        return new SqlType(TypeKind.TIMESTAMP, precision, 0, null);
    }

    public static SqlType timestampTz(int precision) {
        return new SqlType(TypeKind.TIMESTAMP_TZ, precision, 0, null);
    }

    public static SqlType vector(int dimension) {
        return new SqlType(TypeKind.VECTOR, dimension, 0, null);
    }

    public static SqlType array(SqlType element) {
        return new SqlType(TypeKind.ARRAY, 0, 0, element);
    }

    /** Whether a TIMESTAMP counts nanoseconds instead of microseconds. */
    public boolean isNanos() {
        return kind.isTimestamp() && precision > 6;
    }

    /**
     * The physical form that expressions of this type compute in. A DECIMAL of any precision may also travel as INT64
     * while its values fit, so whoever reads DECIMAL vectors handles both.
     */
    public PhysicalKind carrier() {
        return switch (kind) {
            case NULL, BOOLEAN, TINYINT -> PhysicalKind.INT8;
            case SMALLINT -> PhysicalKind.INT16;
            case INTEGER, DATE -> PhysicalKind.INT32;
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_TZ, INTERVAL_MONTHS, INTERVAL_MICROS -> PhysicalKind.INT64;
            case DECIMAL -> precision <= 18 ? PhysicalKind.INT64 : PhysicalKind.INT128;
            case REAL -> PhysicalKind.FLOAT32;
            case DOUBLE -> PhysicalKind.FLOAT64;
            case VARCHAR, VARBINARY -> PhysicalKind.BYTES;
            case VECTOR -> PhysicalKind.FLOAT_LIST;
            case ARRAY -> PhysicalKind.LIST;
        };
    }

    /** The type as SQL writes it, such as {@code DECIMAL(15, 2)} or {@code TIMESTAMP WITH TIME ZONE}. */
    @Override
    public String toString() {
        return switch (kind) {
            case DECIMAL -> "DECIMAL(" + precision + ", " + scale + ")";
            case VARCHAR -> precision == 0 ? "VARCHAR" : "VARCHAR(" + precision + ")";
            case TIME -> precision == 6 ? "TIME" : "TIME(" + precision + ")";
            case TIMESTAMP -> precision == 6 ? "TIMESTAMP" : "TIMESTAMP(" + precision + ")";
            case TIMESTAMP_TZ -> (precision == 6 ? "TIMESTAMP" : "TIMESTAMP(" + precision + ")") + " WITH TIME ZONE";
            case INTERVAL_MONTHS -> "INTERVAL YEAR TO MONTH";
            case INTERVAL_MICROS -> "INTERVAL DAY TO SECOND";
            case VECTOR -> "VECTOR(" + precision + ")";
            case ARRAY -> element + " ARRAY";
            default -> kind.name();
        };
    }
}
