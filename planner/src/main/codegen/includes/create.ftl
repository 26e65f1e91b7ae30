<#-- CREATE and ALTER. -->

SqlNode Create() :
{
    final Span s;
    boolean replace = false;
    boolean temporary = false;
    CreateFlags flags;
    final SqlNode stmt;
}
{
    <CREATE> { s = span(); }
    [ <OR> <REPLACE> { replace = true; } ]
    [ ( <TEMP> | <TEMPORARY> ) { temporary = true; } ]
    { flags = new CreateFlags(replace, temporary, false); }
    (
        stmt = CreateTableRest(s, flags)
    |
        stmt = CreateViewRest(s, flags)
    |
        stmt = CreateIndexRest(s, flags)
    |
        stmt = CreateSchemaRest(s, flags)
    )
    { return stmt; }
}

SqlNode CreateTableRest(Span s, CreateFlags flags) :
{
    TableKind kind = TableKind.BASE;
    final boolean ifNotExists;
    final SqlIdentifier name;
    final TableElements elements = new TableElements();
    SqlIdentifier provider = null;
    final Map<String, String> options = new LinkedHashMap<String, String>();
    SqlNode query = null;
    boolean withData = true;
}
{
    [ <SOURCE> { kind = TableKind.SOURCE; } | <SINK> { kind = TableKind.SINK; } ]
    <TABLE>
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    [ <LPAREN> AddTableElement(elements) ( <COMMA> AddTableElement(elements) )* <RPAREN> ]
    [
        <USING> provider = SimpleIdentifier()
        { kind = kind == TableKind.BASE ? TableKind.EXTERNAL : kind; }
    ]
    [ <OPTIONS> Options(options) ]
    [
        <AS> query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
        [ <WITH> [ <NO> { withData = false; } ] <DATA> ]
    ]
    {
        if (query == null) {
            for (TableElements.Column column : elements.columns()) {
                if (column.type() == null) {
                    throw VelariaException.of(SqlState.SYNTAX_ERROR,
                            "column \"" + column.name().getSimple() + "\" has no type")
                        .at(column.name().getParserPosition().getLineNum(),
                            column.name().getParserPosition().getColumnNum());
                }
            }
        }
        return new CreateTable(s.end(this), kind, flags.withIfNotExists(ifNotExists), name, elements,
            provider == null ? null : provider.getSimple().toLowerCase(Locale.ROOT), options, query, withData);
    }
}

void AddTableElement(TableElements elements) :
{
    SqlIdentifier constraint = null;
    final SqlNodeList names;
    final SqlIdentifier column;
    final SqlNode e;
}
{
    [ <CONSTRAINT> constraint = SimpleIdentifier() ]
    (
        <PRIMARY> <KEY> names = ParenthesizedSimpleIdentifierList()
        { elements.add(new TableElements.Key(constraint == null ? null : constraint.getSimple(), (List) names.getList(), true)); }
    |
        <UNIQUE> names = ParenthesizedSimpleIdentifierList()
        { elements.add(new TableElements.Key(constraint == null ? null : constraint.getSimple(), (List) names.getList(), false)); }
    |
        AddCheck(elements, constraint)
    |
        <FOREIGN> <KEY>
        {
            throw VelariaException.unsupported("FOREIGN KEY").at(token.beginLine, token.beginColumn);
        }
    )
|
    LOOKAHEAD(2)
    <WATERMARK> <FOR> column = SimpleIdentifier() <AS> e = Expression(ExprContext.ACCEPT_NON_QUERY)
    { elements.add(new TableElements.Watermark(column, e)); }
|
    AddColumn(elements)
}

void AddCheck(TableElements elements, SqlIdentifier constraint) :
{
    final SqlNode e;
}
{
    <CHECK> <LPAREN> e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    {
        elements.add(new TableElements.Check(constraint == null ? null : constraint.getSimple(), e,
            SourceText.of(getOriginalSql(), e.getParserPosition())));
    }
    <RPAREN>
}

void AddColumn(TableElements elements) :
{
    final SqlIdentifier name;
    SqlDataTypeSpec type = null;
    boolean notNull = false;
    SqlNode defaultValue = null;
    String defaultSql = null;
    SqlIdentifier constraint;
}
{
    name = SimpleIdentifier()
    [
        LOOKAHEAD(1, { !oneAhead(COMMA, RPAREN) })
        type = DataType()
    ]
    (
        { constraint = null; }
        [ <CONSTRAINT> constraint = SimpleIdentifier() ]
        (
            <NOT> <NULL> { notNull = true; }
        |
            <NULL>
        |
            <DEFAULT_> defaultValue = Expression(ExprContext.ACCEPT_SUB_QUERY)
            { defaultSql = SourceText.of(getOriginalSql(), defaultValue.getParserPosition()); }
        |
            <PRIMARY> <KEY>
            {
                notNull = true;
                elements.add(new TableElements.Key(constraint == null ? null : constraint.getSimple(),
                    List.of(name), true));
            }
        |
            <UNIQUE>
            {
                elements.add(new TableElements.Key(constraint == null ? null : constraint.getSimple(),
                    List.of(name), false));
            }
        |
            AddCheck(elements, constraint)
        |
            <REFERENCES>
            {
                throw VelariaException.unsupported("REFERENCES").at(token.beginLine, token.beginColumn);
            }
        )
    )*
    { elements.add(new TableElements.Column(name, type, notNull, defaultValue, defaultSql)); }
}

SqlNode CreateViewRest(Span s, CreateFlags flags) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
    SqlNodeList columns = null;
    final SqlNode query;
    final Token first;
}
{
    <VIEW>
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    [ columns = ParenthesizedSimpleIdentifierList() ]
    <AS> { first = getToken(1); }
    query = OrderedQueryOrExpr(ExprContext.ACCEPT_QUERY)
    {
        // from the first token to the last: a node's position may leave out parentheses and WITH
        SqlParserPos pos = new SqlParserPos(first.beginLine, first.beginColumn, token.endLine, token.endColumn);
        return new CreateView(s.end(this), flags.withIfNotExists(ifNotExists), name, columns, query,
            SourceText.of(getOriginalSql(), pos));
    }
}

SqlNode CreateIndexRest(Span s, CreateFlags flags) :
{
    boolean unique = false;
    final boolean ifNotExists;
    SqlIdentifier name = null;
    final SqlIdentifier table;
    SqlIdentifier method = null;
    final List<SqlNode> columns = new ArrayList<SqlNode>();
    SqlIdentifier column;
    final Span list;
}
{
    [ <UNIQUE> { unique = true; } ]
    <INDEX>
    ifNotExists = IfNotExists()
    [ name = CompoundIdentifier() ]
    <ON> table = CompoundIdentifier()
    [ <USING> method = SimpleIdentifier() ]
    <LPAREN> { list = span(); }
    column = SimpleIdentifier() { columns.add(column); } [ <ASC> | <DESC> ]
    ( <COMMA> column = SimpleIdentifier() { columns.add(column); } [ <ASC> | <DESC> ] )*
    <RPAREN>
    {
        return new CreateIndex(s.end(this), flags.withIfNotExists(ifNotExists), unique, name, table,
            method == null ? null : method.getSimple().toLowerCase(Locale.ROOT),
            new SqlNodeList(columns, list.end(this)));
    }
}

SqlNode CreateSchemaRest(Span s, CreateFlags flags) :
{
    final boolean ifNotExists;
    final SqlIdentifier name;
}
{
    <SCHEMA>
    ifNotExists = IfNotExists()
    name = CompoundIdentifier()
    { return new CreateSchema(s.end(this), flags.withIfNotExists(ifNotExists), name); }
}

SqlNode Alter() :
{
    final Span s;
    final boolean ifExists;
    final SqlIdentifier name;
    final AlterTable.Action action;
}
{
    <ALTER> { s = span(); } <TABLE>
    ifExists = IfExists()
    name = CompoundIdentifier()
    action = AlterAction()
    { return new AlterTable(s.end(this), name, ifExists, action); }
}

AlterTable.Action AlterAction() :
{
    final boolean conditional;
    final SqlIdentifier column;
    final SqlIdentifier newName;
    final SqlDataTypeSpec type;
    final SqlNode e;
    final TableElements elements = new TableElements();
}
{
    <ADD> [ <COLUMN> ] conditional = IfNotExists() AddColumn(elements)
    { return new AlterTable.AddColumn(elements, conditional); }
|
    <DROP> [ <COLUMN> ] conditional = IfExists() column = SimpleIdentifier()
    { return new AlterTable.DropColumn(column, conditional); }
|
    <RENAME>
    (
        <TO> newName = SimpleIdentifier() { return new AlterTable.RenameTable(newName); }
    |
        [ <COLUMN> ] column = SimpleIdentifier() <TO> newName = SimpleIdentifier()
        { return new AlterTable.RenameColumn(column, newName); }
    )
|
    <ALTER> [ <COLUMN> ] column = SimpleIdentifier()
    (
        <TYPE> type = DataType() { return new AlterTable.ChangeType(column, type); }
    |
        <SET>
        (
            <DATA> <TYPE> type = DataType() { return new AlterTable.ChangeType(column, type); }
        |
            <NOT> <NULL> { return new AlterTable.ChangeNotNull(column, true); }
        |
            <DEFAULT_> e = Expression(ExprContext.ACCEPT_SUB_QUERY)
            {
                return new AlterTable.ChangeDefault(column, e,
                    SourceText.of(getOriginalSql(), e.getParserPosition()));
            }
        )
    |
        <DROP>
        (
            <NOT> <NULL> { return new AlterTable.ChangeNotNull(column, false); }
        |
            <DEFAULT_> { return new AlterTable.ChangeDefault(column, null, null); }
        )
    )
}
