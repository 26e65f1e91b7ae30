<#-- Statements, but for CREATE and ALTER. -->

/** Parses an SQL statement. */
SqlNode SqlStmt() :
{
    SqlNode stmt;
}
{
    (
        LOOKAHEAD({ queryAhead() })
        stmt = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        stmt = SqlInsert()
    |
        stmt = SqlDelete()
    |
        stmt = SqlUpdate()
    |
        stmt = SqlMerge()
    |
        stmt = Explain()
    |
        stmt = Create()
    |
        stmt = Drop()
    |
        stmt = Truncate()
    |
        stmt = Alter()
    |
        stmt = Copy()
    |
        stmt = Show()
    |
        stmt = Describe()
    |
        stmt = SetOption()
    |
        stmt = TransactionControl()
    |
        stmt = SqlProcedureCall()
    )
    { return stmt; }
}

/** EXPLAIN [ANALYZE] [STREAM] [(option, ..)] [AS format | PLAN FOR] statement. */
SqlNode Explain() :
{
    final Span s;
    boolean analyze = false;
    boolean stream = false;
    String format = "TEXT";
    String word;
    SqlNode stmt;
}
{
    <EXPLAIN> { s = span(); }
    [ LOOKAHEAD(1) <ANALYZE> { analyze = true; } ]
    [ <STREAM> { stream = true; } ]
    [
        LOOKAHEAD(2, { ahead(LPAREN, FORMAT) || ahead(LPAREN, ANALYZE) })
        <LPAREN>
        (
            <ANALYZE> { analyze = true; }
            [ <TRUE> | <FALSE> { analyze = false; } ]
        |
            <FORMAT> format = ExplainFormat()
        )
        (
            <COMMA>
            (
                <ANALYZE> { analyze = true; }
                [ <TRUE> | <FALSE> { analyze = false; } ]
            |
                <FORMAT> format = ExplainFormat()
            )
        )*
        <RPAREN>
    |
        <AS> format = ExplainFormat()
    |
        <PLAN> <FOR>
    ]
    stmt = SqlStmt()
    {
        return new ExplainStatement(s.end(this), analyze, stream, format, stmt);
    }
}

String ExplainFormat() :
{
    final SqlIdentifier name;
}
{
    name = SimpleIdentifier()
    {
        String format = name.getSimple().toUpperCase(Locale.ROOT);
        if (!format.equals("TEXT") && !format.equals("JSON")) {
            throw VelariaException.unsupported("EXPLAIN in format " + format)
                .at(name.getParserPosition().getLineNum(), name.getParserPosition().getColumnNum());
        }
        return format;
    }
}

boolean IfExists() :
{
}
{
    LOOKAHEAD(2)
    <IF> <EXISTS> { return true; }
|
    { return false; }
}

boolean IfNotExists() :
{
}
{
    LOOKAHEAD(2)
    <IF> <NOT> <EXISTS> { return true; }
|
    { return false; }
}

SqlNode Drop() :
{
    final Span s;
    final String type;
    final boolean ifExists;
    boolean cascade = false;
    final List<SqlNode> names = new ArrayList<SqlNode>();
    SqlIdentifier name;
}
{
    <DROP> { s = span(); }
    ( <TABLE> | <VIEW> | <INDEX> | <SCHEMA> ) { type = token.image.toUpperCase(Locale.ROOT); }
    ifExists = IfExists()
    name = CompoundIdentifier() { names.add(name); }
    ( <COMMA> name = CompoundIdentifier() { names.add(name); } )*
    [ <CASCADE> { cascade = true; } | <RESTRICT> ]
    {
        return new DropStatement(s.end(this), type, ifExists, new SqlNodeList(names, Span.of(names).pos()), cascade);
    }
}

SqlNode Truncate() :
{
    final Span s;
    final SqlIdentifier name;
}
{
    <TRUNCATE> { s = span(); } [ <TABLE> ]
    name = CompoundIdentifier()
    { return new TruncateTable(s.end(this), name); }
}

/** COPY table [(columns)] FROM | TO 'path' [WITH] (options), COPY (query) TO .. */
SqlNode Copy() :
{
    final Span s;
    boolean from = false;
    final SqlNode subject;
    SqlNodeList columns = null;
    final String path;
    final Map<String, String> options = new LinkedHashMap<String, String>();
}
{
    <COPY> { s = span(); }
    (
        <LPAREN> subject = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY) <RPAREN> <TO>
    |
        subject = CompoundIdentifier()
        [ columns = ParenthesizedSimpleIdentifierList() ]
        ( <FROM> { from = true; } | <TO> )
    )
    path = SimpleStringLiteral()
    [ [ <WITH> ] Options(options) ]
    {
        return new CopyStatement(s.end(this), from, subject, columns, path, options);
    }
}

/** (key value, key = value, key: value, key => value, key, ..). */
void Options(Map<String, String> options) :
{
}
{
    <LPAREN> [ AddOption(options) ( <COMMA> AddOption(options) )* ] <RPAREN>
}

void AddOption(Map<String, String> options) :
{
    String key;
    String value = "true";
    SqlIdentifier part;
    final SqlParserPos pos;
}
{
    (
        part = SimpleIdentifier() { key = part.getSimple(); }
    |
        key = SimpleStringLiteral()
    |
        <NULL> { key = "null"; }
    )
    { pos = getPos(); }
    ( <DOT> part = SimpleIdentifier() { key += "." + part.getSimple(); } )*
    [ <EQ> | <COLON> | <NAMED_ARGUMENT_ASSIGNMENT> ]
    [ value = OptionValue() ]
    {
        if (options.put(key.toLowerCase(Locale.ROOT), value) != null) {
            throw VelariaException.of(SqlState.SYNTAX_ERROR, "option \"" + key + "\" is given twice")
                .at(pos.getLineNum(), pos.getColumnNum());
        }
    }
}

/** A literal or a word, as text. */
String OptionValue() :
{
    String sign = "";
    final String text;
    final SqlIdentifier name;
}
{
    text = SimpleStringLiteral() { return text; }
|
    [ <MINUS> { sign = "-"; } | <PLUS> ]
    ( <UNSIGNED_INTEGER_LITERAL> | <DECIMAL_NUMERIC_LITERAL> | <APPROX_NUMERIC_LITERAL> )
    { return sign + token.image; }
|
    ( <TRUE> | <FALSE> | <ON> | <NULL> | <ALL> ) { return token.image.toLowerCase(Locale.ROOT); }
|
    name = CompoundIdentifier() { return name.toString(); }
}

SqlNode Show() :
{
    final Span s;
    final SqlIdentifier what;
    SqlIdentifier in = null;
}
{
    <SHOW> { s = span(); }
    (
        <ALL> { return ShowStatement.all(s.end(this)); }
    |
        LOOKAHEAD(2)
        <TRANSACTION> <ISOLATION> <LEVEL> { return ShowStatement.setting(s.end(this), "transaction_isolation"); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> { return ShowStatement.setting(s.end(this), "timezone"); }
    |
        what = CompoundIdentifier()
        [ ( <FROM> | <IN> ) in = CompoundIdentifier() ]
        { return ShowStatement.of(s.end(this), what, in); }
    )
}

/** DESCRIBE | SUMMARIZE [TABLE] name | 'file' | query. */
SqlNode Describe() :
{
    final Span s;
    boolean summarize = false;
    final SqlNode subject;
    final String path;
}
{
    ( <DESCRIBE> | <DESC> | <SUMMARIZE> { summarize = true; } ) { s = span(); }
    (
        LOOKAHEAD({ queryAhead() && getToken(1).kind != TABLE })
        subject = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    |
        [ <TABLE> ]
        (
            subject = CompoundIdentifier()
        |
            path = SimpleStringLiteral() { subject = FileTable.of(path, getPos()); }
        )
    )
    { return new DescribeStatement(s.end(this), summarize, subject); }
}

/** SET name = value, SET name TO value, RESET name, PRAGMA name [= value | (value)]. */
SqlNode SetOption() :
{
    final Span s;
    final SqlIdentifier name;
    String value;
    String more;
}
{
    <SET> { s = span(); }
    [ LOOKAHEAD(1, { !oneAhead2(EQ, TO) }) ( <SESSION> | <LOCAL> ) ]
    (
        LOOKAHEAD(2)
        <TRANSACTION> <ISOLATION> <LEVEL> value = IsolationLevel()
        { return new SetStatement(s.end(this), "transaction_isolation", value); }
    |
        LOOKAHEAD(2)
        <TIME> <ZONE> value = OptionValue()
        { return new SetStatement(s.end(this), "timezone", value); }
    |
        LOOKAHEAD(1, { ahead(SCHEMA) && !oneAhead2(EQ, TO) })
        <SCHEMA> value = OptionValue()
        { return new SetStatement(s.end(this), "schema", value); }
    |
        name = CompoundIdentifier() ( <EQ> | <TO> )
        (
            <DEFAULT_> { value = null; }
        |
            value = OptionValue()
            ( <COMMA> more = OptionValue() { value += "," + more; } )*
        )
        { return new SetStatement(s.end(this), name.toString(), value); }
    )
|
    <RESET> { s = span(); }
    (
        <ALL> { return new SetStatement(s.end(this), null, null); }
    |
        name = CompoundIdentifier() { return new SetStatement(s.end(this), name.toString(), null); }
    )
|
    <PRAGMA> { s = span(); }
    name = CompoundIdentifier()
    (
        <EQ> value = OptionValue() { return new SetStatement(s.end(this), name.toString(), value); }
    |
        <LPAREN> value = OptionValue() <RPAREN> { return new SetStatement(s.end(this), name.toString(), value); }
    |
        { return ShowStatement.setting(s.end(this), name.toString()); }
    )
}

String IsolationLevel() :
{
}
{
    <READ> ( <COMMITTED> { return "read committed"; } | <UNCOMMITTED> { return "read uncommitted"; } )
|
    <REPEATABLE> <READ> { return "repeatable read"; }
|
    <SERIALIZABLE> { return "serializable"; }
}

SqlNode TransactionControl() :
{
    final Span s;
    SqlIdentifier savepoint = null;
}
{
    <BEGIN> { s = span(); } [ <TRANSACTION> | <WORK> ] { return new TransactionStatement(s.end(this), "BEGIN", null); }
|
    <START> { s = span(); } <TRANSACTION> { return new TransactionStatement(s.end(this), "BEGIN", null); }
|
    <COMMIT> { s = span(); } [ <TRANSACTION> | <WORK> ] { return new TransactionStatement(s.end(this), "COMMIT", null); }
|
    <ROLLBACK> { s = span(); } [ <TRANSACTION> | <WORK> ]
    [ <TO> [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier() ]
    {
        return savepoint == null
            ? new TransactionStatement(s.end(this), "ROLLBACK", null)
            : new TransactionStatement(s.end(this), "ROLLBACK TO", savepoint.getSimple());
    }
|
    <SAVEPOINT> { s = span(); } savepoint = SimpleIdentifier()
    { return new TransactionStatement(s.end(this), "SAVEPOINT", savepoint.getSimple()); }
|
    <RELEASE> { s = span(); } [ LOOKAHEAD(2) <SAVEPOINT> ] savepoint = SimpleIdentifier()
    { return new TransactionStatement(s.end(this), "RELEASE", savepoint.getSimple()); }
}
