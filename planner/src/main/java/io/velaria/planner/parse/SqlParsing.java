package io.velaria.planner.parse;

import io.velaria.planner.parse.generated.ParseException;
import io.velaria.planner.parse.generated.TokenMgrError;
import io.velaria.planner.parse.generated.VelariaSqlParserImpl;
import io.velaria.runtime.error.SqlState;
import io.velaria.runtime.error.VelariaException;
import java.io.StringReader;
import org.apache.calcite.avatica.util.Casing;
import org.apache.calcite.runtime.CalciteContextException;
import org.apache.calcite.runtime.CalciteException;
import org.apache.calcite.sql.SqlNode;
import org.apache.calcite.sql.parser.SqlAbstractParserImpl.LexicalState;
import org.apache.calcite.sql.validate.SqlConformance;

/** Turns SQL text into a syntax tree; every failure is a {@link VelariaException} 42601 with its position. */
public final class SqlParsing {
    /** The longest identifier in characters. */
    public static final int MAX_IDENTIFIER_LENGTH = 1024;

    /** What of the standard's variants Velaria's SQL allows; the validator must be given the same. */
    public static final SqlConformance CONFORMANCE = new VelariaConformance();

    private SqlParsing() {}

    /** Parses one statement, with or without a semicolon at its end. */
    public static SqlNode parseStatement(String sql) {
        return parse(sql, VelariaSqlParserImpl::parseSqlStmtEof);
    }

    /** Parses one expression, such as a column's default. */
    public static SqlNode parseExpression(String sql) {
        return parse(sql, VelariaSqlParserImpl::parseSqlExpressionEof);
    }

    private static SqlNode parse(String sql, Production production) {
        String text = SqlText.plain(sql);
        VelariaSqlParserImpl parser = new VelariaSqlParserImpl(new StringReader(text));
        parser.setOriginalSql(text);
        parser.setTabSize(1);
        parser.setQuotedCasing(Casing.UNCHANGED);
        parser.setUnquotedCasing(Casing.UNCHANGED);
        parser.setIdentifierMaxLength(MAX_IDENTIFIER_LENGTH);
        parser.setConformance(CONFORMANCE);
        parser.switchTo(LexicalState.DQID);
        try {
            return production.parse(parser);
        } catch (ParseException e) {
            throw SyntaxErrors.of(e, text);
        } catch (TokenMgrError e) {
            throw SyntaxErrors.of(e, text);
        } catch (CalciteContextException e) {
            throw SyntaxErrors.of(e);
        } catch (CalciteException e) {
            throw SyntaxErrors.of(e);
        } catch (VelariaException e) {
            throw e;
        } catch (StackOverflowError e) {
            throw VelariaException.of(SqlState.STATEMENT_TOO_COMPLEX, "statement is nested too deeply", e);
        } catch (Exception e) {
            throw VelariaException.internal("parser failed: " + e, e);
        }
    }

    @FunctionalInterface
    private interface Production {
        SqlNode parse(VelariaSqlParserImpl parser) throws Exception;
    }
}
