package io.velaria.planner.catalog;

import org.apache.calcite.config.CalciteConnectionConfig;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Statistic;
import org.apache.calcite.schema.Statistics;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.Wrapper;
import org.apache.calcite.sql.SqlCall;
import org.apache.calcite.sql.SqlNode;

/** Hands a {@link PlannerTable} through the validator's schema interfaces. */
final class SchemaTable implements Table, Wrapper {
    private final PlannerTable table;

    SchemaTable(PlannerTable table) {
        this.table = table;
    }

    @Override
    public <C> C unwrap(Class<C> wanted) {
        return wanted.isInstance(table) ? wanted.cast(table) : wanted.isInstance(this) ? wanted.cast(this) : null;
    }

    @Override
    public RelDataType getRowType(RelDataTypeFactory typeFactory) {
        return table.getRowType();
    }

    @Override
    public Statistic getStatistic() {
        return Statistics.UNKNOWN;
    }

    @Override
    public Schema.TableType getJdbcTableType() {
        return Schema.TableType.TABLE;
    }

    @Override
    public boolean isRolledUp(String column) {
        return false;
    }

    @Override
    public boolean rolledUpColumnValidInsideAgg(
            String column, SqlCall call, SqlNode parent, CalciteConnectionConfig config) {
        return false;
    }
}
