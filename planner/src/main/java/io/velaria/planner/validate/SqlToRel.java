package io.velaria.planner.validate;

import org.apache.calcite.plan.RelOptCluster;
import org.apache.calcite.plan.RelOptTable;
import org.apache.calcite.prepare.Prepare;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.sql2rel.SqlToRelConverter;

/** Calcite's converter of syntax trees to relational trees, set up so that sub-queries stay expressions. */
public final class SqlToRel {
    private static final SqlToRelConverter.Config CONFIG = SqlToRelConverter.config()
            .withExpand(false)
            .withTrimUnusedFields(false)
            .withInSubQueryThreshold(Integer.MAX_VALUE)
            .withRelBuilderConfigTransform(config -> config.withPushJoinCondition(false));

    private SqlToRel() {}

    public static SqlToRelConverter create(
            SqlValidator validator,
            Prepare.CatalogReader catalog,
            RelOptCluster cluster,
            RelOptTable.ViewExpander views) {
        return new SqlToRelConverter(views, validator, catalog, cluster, Convertlets.INSTANCE, CONFIG);
    }
}
