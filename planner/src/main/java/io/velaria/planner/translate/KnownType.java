package io.velaria.planner.translate;

import io.velaria.planner.type.TypeMapping;
import io.velaria.planner.type.VelariaTypeFactory;
import io.velaria.runtime.type.SqlType;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.sql.SqlDataTypeSpec;
import org.apache.calcite.sql.SqlIdentifier;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.SqlTypeNameSpec;
import org.apache.calcite.sql.SqlWriter;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.parser.SqlParserPos;
import org.apache.calcite.sql.validate.SqlValidator;
import org.apache.calcite.util.Litmus;

/** A type of the runtime where the syntax tree wants the name of one. */
final class KnownType extends SqlTypeNameSpec {
    private final SqlType type;

    private KnownType(SqlType type, SqlParserPos pos) {
        super(new SqlIdentifier(type.toString(), pos), pos);
        this.type = type;
    }

    /** CAST(node AS type). */
    static SqlNode cast(SqlNode node, SqlType type) {
        SqlParserPos pos = node.getParserPosition();
        return SqlStdOperatorTable.CAST.createCall(pos, node, new SqlDataTypeSpec(new KnownType(type, pos), pos));
    }

    @Override
    public RelDataType deriveType(SqlValidator validator) {
        return TypeMapping.toColumnType(type, true, (VelariaTypeFactory) validator.getTypeFactory());
    }

    @Override
    public void unparse(SqlWriter writer, int leftPrec, int rightPrec) {
        writer.keyword(type.toString());
    }

    @Override
    public boolean equalsDeep(SqlTypeNameSpec other, Litmus litmus) {
        return other instanceof KnownType that && that.type.equals(type)
                ? litmus.succeed()
                : litmus.fail("{} != {}", this, other);
    }
}
