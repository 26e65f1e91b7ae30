package io.velaria.planner.validate;

import com.google.common.collect.ImmutableSet;
import java.util.EnumMap;
import java.util.Map;
import org.apache.calcite.sql.type.SqlTypeCoercionRule;
import org.apache.calcite.sql.type.SqlTypeMappingRule;
import org.apache.calcite.sql.type.SqlTypeName;

/** Which types CAST converts: Calcite's lenient rules, and VECTOR (OTHER to Calcite) from and to text and arrays. */
final class CastRules {
    static final SqlTypeMappingRule INSTANCE = SqlTypeCoercionRule.instance(rules());

    private CastRules() {}

    private static Map<SqlTypeName, ImmutableSet<SqlTypeName>> rules() {
        Map<SqlTypeName, ImmutableSet<SqlTypeName>> rules = new EnumMap<>(SqlTypeName.class);
        rules.putAll(SqlTypeCoercionRule.lenientInstance().getTypeMapping());
        rules.put(
                SqlTypeName.OTHER,
                ImmutableSet.of(SqlTypeName.OTHER, SqlTypeName.VARCHAR, SqlTypeName.CHAR, SqlTypeName.ARRAY));
        for (SqlTypeName target : new SqlTypeName[] {SqlTypeName.VARCHAR, SqlTypeName.CHAR, SqlTypeName.ARRAY}) {
            rules.put(
                    target,
                    ImmutableSet.<SqlTypeName>builder()
                            .addAll(rules.get(target))
                            .add(SqlTypeName.OTHER)
                            .build());
        }
        return rules;
    }
}
