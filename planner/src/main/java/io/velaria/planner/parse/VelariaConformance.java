package io.velaria.planner.parse;

import org.apache.calcite.sql.validate.SqlConformance;
import org.apache.calcite.sql.validate.SqlConformanceEnum;
import org.apache.calcite.sql.validate.SqlDelegatingConformance;

/** PostgreSQL's liberties: aliases and ordinals in GROUP BY, HAVING and ORDER BY, {@code !=}, {@code %}, LIMIT. */
final class VelariaConformance extends SqlDelegatingConformance implements SqlConformance {
    VelariaConformance() {
        super(SqlConformanceEnum.BABEL);
    }

    /** {@code VALUES ('a'), ('abc')} is VARCHAR, never padded. */
    @Override
    public boolean shouldConvertRaggedUnionTypesToVarying() {
        return true;
    }

    /** An alias is known to the selected expressions behind it, where no column has its name. */
    @Override
    public SelectAliasLookup isSelectAlias() {
        return SelectAliasLookup.LEFT_TO_RIGHT;
    }

    /** A selected column that is neither grouped nor aggregated is an error. */
    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }
}
