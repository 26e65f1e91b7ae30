package io.velaria.runtime.operator.unnest;

import io.velaria.runtime.column.Batch;
import io.velaria.runtime.column.ConstantVector;
import io.velaria.runtime.column.DictionaryVector;
import io.velaria.runtime.column.ListVector;
import io.velaria.runtime.column.Vector;
import io.velaria.runtime.column.VectorBuilder;
import io.velaria.runtime.column.VectorCopier;
import io.velaria.runtime.operator.Operator;
import io.velaria.runtime.operator.OperatorFactory;
import io.velaria.runtime.plan.Unnest;
import io.velaria.runtime.type.SqlType;
import java.util.Arrays;

/** One row for each element of an array, with the input's columns before it. */
public final class UnnestOperator implements Operator {
    private final Unnest plan;
    private final SqlType elementType;
    private Batch batch;
    private int place;
    private int element; // from 0, of the array at that place
    private boolean finished;

    private UnnestOperator(Unnest plan) {
        this.plan = plan;
        this.elementType = plan.schema().get(plan.input().schema().size()).type();
    }

    public static OperatorFactory factory(Unnest plan) {
        return context -> new UnnestOperator(plan);
    }

    @Override
    public boolean needsInput() {
        return batch == null && !finished;
    }

    @Override
    public void add(Batch input) {
        batch = input;
        place = 0;
        element = 0;
    }

    @Override
    public Batch next() {
        if (batch == null) {
            return null;
        }
        Vector arrays = batch.column(plan.column());
        int[] rows = new int[Batch.MAX_ROWS];
        int count = 0;
        VectorBuilder elements = VectorBuilder.create(elementType, Batch.MAX_ROWS);
        VectorBuilder ordinality = plan.ordinality() ? VectorBuilder.create(SqlType.BIGINT, Batch.MAX_ROWS) : null;
        while (place < batch.size() && count < rows.length) {
            int row = batch.row(place);
            ListVector list = null;
            int at = row;
            if (!arrays.isNull(row)) {
                if (arrays instanceof ConstantVector constant) {
                    list = (ListVector) constant.value();
                    at = 0;
                } else if (arrays instanceof DictionaryVector dictionary) {
                    list = (ListVector) dictionary.values();
                    at = dictionary.codeAt(row);
                } else {
                    list = (ListVector) arrays;
                }
            }
            int start = list == null ? 0 : list.offsets()[at];
            int size = list == null ? 0 : list.offsets()[at + 1] - start;
            if (size == 0 && plan.outer()) {
                rows[count++] = row;
                elements.appendNull();
                if (ordinality != null) {
                    ordinality.appendNull();
                }
            }
            while (element < size && count < rows.length) {
                rows[count++] = row;
                elements.appendFrom(list.elements(), start + element++);
                if (ordinality != null) {
                    ordinality.appendLong(element);
                }
            }
            if (element >= size) {
                place++;
                element = 0;
            }
        }
        Batch source = batch;
        if (place == batch.size()) {
            batch = null;
        }
        if (count == 0) {
            return null;
        }
        Vector[] columns = Arrays.copyOf(source.columns(), plan.schema().size());
        for (int c = 0; c < source.columnCount(); c++) {
            columns[c] = VectorCopier.copy(columns[c], rows, count);
        }
        columns[source.columnCount()] = elements.build();
        if (ordinality != null) {
            columns[source.columnCount() + 1] = ordinality.build();
        }
        return Batch.of(columns, count, source.ordinal());
    }

    @Override
    public void finish() {
        finished = true;
    }

    @Override
    public boolean isFinished() {
        return finished && batch == null;
    }
}
