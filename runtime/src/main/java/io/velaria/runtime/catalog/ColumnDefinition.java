package io.velaria.runtime.catalog;

import io.velaria.runtime.expression.Expression;
import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.io.Serializable;

/**
 * A column of a table.
 *
 * @param defaultValue without input references; null means NULL
 * @param defaultSql the default as the user wrote it, for metadata; null for none
 */
public record ColumnDefinition(String name, SqlType type, boolean nullable, Expression defaultValue, String defaultSql)
        implements Serializable {
    public Field field() {
        return new Field(name, type, nullable);
    }
}
