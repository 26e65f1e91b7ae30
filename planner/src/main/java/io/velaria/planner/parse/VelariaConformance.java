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

    /** Aliases are not known to the other selected expressions, as in the standard. */
    @Override
    public SelectAliasLookup isSelectAlias() {
        return SelectAliasLookup.UNSUPPORTED;
    }

    /** A selected column that is neither grouped nor aggregated is an error. */
    @Override
    public boolean isNonStrictGroupBy() {
        return false;
    }
}
