package io.velaria.runtime.extension;

import io.velaria.runtime.plan.ScanSource;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.Map;

/**
 * A function in FROM whose arguments are constants, such as READ_CSV or GENERATE_SERIES. It is bound when the statement
 * is planned, and gives a source to scan.
 */
public interface TableFunction {
    /** The name in upper case. */
    String name();

    default List<String> aliases() {
        return List.of();
    }

    List<Parameter> parameters();

    default String description() {
        return "";
    }

    /** @param type null accepts any; such an argument is bound as a whole {@code Literal}, with its type */
    record Parameter(String name, SqlType type, boolean required) {}

    /**
     * Binds a call.
     *
     * @param arguments given arguments by parameter name in lower case, in the form of {@code Literal} values; further
     *     {@code option => value} pairs are there too, as text
     * @throws io.velaria.runtime.error.VelariaException for arguments that do not fit
     */
    ScanSource bind(Map<String, Object> arguments, FileAccess files);
}
