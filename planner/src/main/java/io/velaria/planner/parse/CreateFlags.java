package io.velaria.planner.parse;

import org.apache.calcite.sql.SqlWriter;

/** The words of CREATE that every kind of object shares. */
public record CreateFlags(boolean orReplace, boolean temporary, boolean ifNotExists) {
    public CreateFlags withIfNotExists(boolean value) {
        return new CreateFlags(orReplace, temporary, value);
    }

    void unparseCreate(SqlWriter writer) {
        writer.keyword("CREATE");
        VelariaStatement.keywordIf(writer, orReplace, "OR REPLACE");
        VelariaStatement.keywordIf(writer, temporary, "TEMPORARY");
    }

    void unparseIfNotExists(SqlWriter writer) {
        VelariaStatement.keywordIf(writer, ifNotExists, "IF NOT EXISTS");
    }
}
