package io.velaria.runtime.plan;

import io.velaria.runtime.type.Field;
import io.velaria.runtime.type.SqlType;
import java.util.List;
import java.util.Map;

/**
 * Changes a stored table and gives one row, the number of rows changed.
 *
 * @param input for INSERT all columns of the table in order; for DELETE the row id; for UPDATE the row id and then all
 *     columns of the table in order with their new values
 */
public record TableModify(Kind kind, long tableId, String tableName, PhysicalPlan input) implements PhysicalPlan {
    /** The change. */
    public enum Kind {
        INSERT,
        UPDATE,
        DELETE
    }

    @Override
    public List<Field> schema() {
        return List.of(new Field("count", SqlType.BIGINT, false));
    }

    @Override
    public List<PhysicalPlan> inputs() {
        return List.of(input);
    }

    @Override
    public String label() {
        return kind.name().charAt(0) + kind.name().substring(1).toLowerCase(java.util.Locale.ROOT);
    }

    @Override
    public Map<String, String> details() {
        return new Details().with("table", tableName).toMap();
    }

    @Override
    public double estimatedRows() {
        return 1;
    }
}
