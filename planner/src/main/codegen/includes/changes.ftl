<#-- Changes to productions of Calcite's grammar that offer no hook. Each names the text it replaces. -->
<#macro replace old new>
  <#if !grammar?contains(old)>
    <#stop "Calcite's grammar no longer contains: " + old>
  </#if>
  <#assign grammar = grammar?replace(old, new)>
</#macro>

<#-- The output file is named by the template that includes the grammar. -->
<@replace r'<@pp.dropOutputFile />' '' />
<@replace r'<@pp.changeOutputFile name="javacc/Parser.jj" />' '' />

<#-- Every keyword that reserved-words.txt does not list can be a name. -->
<#assign reservedText = pp.loadData("text", "${reservedWords}", "UTF-8")>
<#assign reserved = reservedText?split(r'\s+', 'r')>
<#assign nonReserved = parser["keywords"]?filter(word -> !reserved?seq_contains(word))>
<#list grammar?matches(r'< ([A-Z][A-Z_0-9]*): "([A-Z][A-Z_0-9]*)" >') as keyword>
  <#if !reserved?seq_contains(keyword?groups[2])>
    <#assign nonReserved += [keyword?groups[1]]>
  </#if>
</#list>
<#assign parser = .data_model.parser + {"nonReservedKeywords": nonReserved, "nonReservedKeywordsToAdd": []}>

<#-- Helpers in the parser's class. -->
<@replace r'    private SqlNode extend(SqlNode table, SqlNodeList extendList) {' r'    private boolean ahead(int... kinds) {
        for (int i = 0; i < kinds.length; i++) {
            if (getToken(i + 1).kind != kinds[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean oneAhead(int... kinds) {
        int next = getToken(1).kind;
        for (int kind : kinds) {
            if (next == kind) {
                return true;
            }
        }
        return false;
    }

    /** Whether the token after the next is one of these. */
    private boolean oneAhead2(int... kinds) {
        for (int kind : kinds) {
            if (getToken(2).kind == kind) {
                return true;
            }
        }
        return false;
    }

    /** Whether a unit of time follows, as behind the text of an interval. */
    private boolean unitAhead() {
        return oneAhead(YEAR, YEARS, QUARTER, QUARTERS, MONTH, MONTHS, WEEK, WEEKS, DAY, DAYS, HOUR, HOURS, MINUTE,
            MINUTES, SECOND, SECONDS);
    }

    /** Whether a query starts here. */
    private boolean queryAhead() {
        return oneAhead(SELECT, WITH, VALUES, TABLE, FROM, LPAREN);
    }

    /** Whether GROUP BY ALL ends here, not a list after the word ALL. */
    private boolean clauseEnds() {
        return oneAhead(EOF, SEMICOLON, RPAREN, HAVING, WINDOW, QUALIFY, ORDER, LIMIT, OFFSET, FETCH, UNION, EXCEPT,
            INTERSECT, SET_MINUS, EMIT);
    }

    private SqlNode extend(SqlNode table, SqlNodeList extendList) {' />

<#-- Statements: only what can start one is tried, so that an error is reported where it is. -->
<#assign grammar = grammar?replace(r'SqlNode SqlStmt\(\) :.*?(?=/\*\*)', '', 'rs')>
<@replace r'    stmt = SqlStmt() <EOF>' r'    stmt = SqlStmt() ( <SEMICOLON> )* <EOF>' />

<#-- VALUE is a frequent name of a column, and no second spelling of VALUES. -->
<@replace r'    (
        <VALUES> { s = span(); }
    |
        <VALUE>
        {
            s = span();
            if (!this.conformance.isValueAllowed()) {
                throw SqlUtil.newContextException(getPos(), RESOURCE.valueNotAllowed());
            }
        }
    )' r'    <VALUES> { s = span(); }' />

<#-- Names that are also the first word of a constructor. -->
<@replace r'    |
        e = MultisetConstructor()' r'    |
        LOOKAHEAD(2)
        e = MultisetConstructor()' />
<@replace r'    |
        e = PeriodConstructor()' r'    |
        LOOKAHEAD(2)
        e = PeriodConstructor()' />
<@replace r'    <DATETIME> { s = span(); } p = SimpleStringLiteral() {' r'    LOOKAHEAD(2)
    <DATETIME> { s = span(); } p = SimpleStringLiteral() {' />

<#-- A window may start with ROWS and RANGE, which can be names elsewhere. -->
<@replace r'    <LPAREN> { s = span(); }
    (
        id = SimpleIdentifier()
    |   { id = null; }
    )
    (
        <PARTITION> { s1 = span(); }' r'    <LPAREN> { s = span(); }
    (
        LOOKAHEAD(1, { !oneAhead(ROWS, RANGE) })
        id = SimpleIdentifier()
    |   { id = null; }
    )
    (
        <PARTITION> { s1 = span(); }' />

<#-- FROM-first queries. -->
<@replace r'    e = SqlSelect() { return e; }
|
    e = TableConstructor() { return e; }' r'    e = SqlSelect() { return e; }
|
    e = FromFirst() { return e; }
|
    e = TableConstructor() { return e; }' />

<#-- A file's name as a table. -->
<@replace r'    UnusedExtension()
    {
        return null;
    }' r'    { String path; }
    path = SimpleStringLiteral() {
        return FileTable.of(path, getPos());
    }' />
<@replace r'    [
        [ <AS> ] alias = SimpleIdentifier()
        (
            columnAliasList = ParenthesizedSimpleIdentifierList()' r'    [
        LOOKAHEAD(1, { !ahead(EMIT, CHANGES) })
        [ <AS> ] alias = SimpleIdentifier()
        (
            columnAliasList = ParenthesizedSimpleIdentifierList()' />
<@replace r'    [ tableRef = Tablesample(tableRef) ]
    { return tableRef; }' r'    [ tableRef = Tablesample(tableRef) ]
    { return FileTable.withAlias(tableRef); }' />

<#-- DISTINCT ON, ORDER BY ALL, GROUP BY ALL, EMIT CHANGES. -->
<@replace r'    final SqlNodeList by;
    final List<SqlNode> hints = new ArrayList<SqlNode>();' r'    final SqlNodeList by;
    SqlNodeList distinctOn = null;
    final List<SqlNode> hints = new ArrayList<SqlNode>();' />
<@replace r'    (
        keyword = AllOrDistinct() { keywords.add(keyword); }
    )?
    {
        keywordList = new SqlNodeList(keywords, s.addAll(keywords).pos());
    }' r'    (
        LOOKAHEAD(2)
        <DISTINCT> <ON> distinctOn = ParenthesizedExpressionList()
    |
        keyword = AllOrDistinct() { keywords.add(keyword); }
    )?
    {
        keywordList = new SqlNodeList(keywords, s.addAll(keywords).pos());
    }' />
<@replace r'        SqlByRewriter.rewrite(select, by);
        return select;' r'        if (distinctOn != null) {
            Shorthands.distinctOn(select, distinctOn);
        }
        return select;' />
<@replace r'    |   <ALL> { distinct = false; }
    |   { distinct = false; }
    )
    list = GroupingElementList() {' r'    |   <ALL> { distinct = false; }
    |   { distinct = false; }
    )
    (
        LOOKAHEAD({ getToken(0).kind == ALL && clauseEnds() })
        { list = ImmutableList.<SqlNode>of(SqlIdentifier.star(getPos())); }
    |
        list = GroupingElementList()
    )
    {' />
<@replace r'    e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    (
        [ <AS>
            (
                id = SimpleIdentifier()' r'    (
        <ALL> { e = SqlIdentifier.star(getPos()); }
    |
        e = Expression(ExprContext.ACCEPT_SUB_QUERY)
    )
    (
        [ <AS>
            (
                id = SimpleIdentifier()' />
<@replace r'SqlNode OrderByLimitOpt(SqlNode e) :' r'SqlNode OrderByLimitOpt(SqlNode query) :
{
    SqlNode e;
}
{
    e = OrderByLimit(query) { e = Shorthands.ordered(e); }
    [
        LOOKAHEAD(2)
        <EMIT> <CHANGES> { e = EmitChanges.of(e, Span.of(e).end(this)); }
    ]
    { return e; }
}

SqlNode OrderByLimit(SqlNode e) :' />

<#-- SELECT * REPLACE: its variables clash with those of EXCLUDE in the code that JavaCC makes. -->
<#assign grammar = grammar?replace(
    r'replaceList = StarReplaceList\(\) \{.*?return new SqlStarReplace\(pos, sqlIdentifier, replaceList\);',
    r'replaceList = StarReplaceList() {
            if (!(e instanceof SqlIdentifier) || !((SqlIdentifier) e).isStar()) {
                throw SqlUtil.newContextException(replaceList.getParserPosition(),
                    RESOURCE.selectReplaceRequiresStar());
            }
            return new SqlStarReplace(Span.of(e).end(this), (SqlIdentifier) e, replaceList);', 'rs')>

<#-- "AS measure" names a column. -->
<#assign grammar = grammar?replace(r'\[ <MEASURE> \{.*?\}\s*\]', '', 'rs')>

<#-- Types: FLOAT[] beside FLOAT ARRAY. -->
<@replace r'    (
        typeName = CollectionsTypeName(typeName)
    )*' r'    (
        LOOKAHEAD(1)
        typeName = CollectionsTypeName(typeName)
    )*' />
<@replace r'        <ARRAY> { collectionTypeName = SqlTypeName.ARRAY; }' r'        <ARRAY> { collectionTypeName = SqlTypeName.ARRAY; }
    |
        <LBRACKET> [ <UNSIGNED_INTEGER_LITERAL> ] <RBRACKET> { collectionTypeName = SqlTypeName.ARRAY; }' />

<#-- Text: // is no comment; Hangul are letters. -->
<@replace r'("//"|"--")' r'"--"' />
<@replace r'"\u4e00"-"\u9fff",' r'"\u4e00"-"\u9fff",
        "\uac00"-"\ud7a3",' />

<#-- DATE_DIFF is a function like others, its unit a text that stands first. -->
<@replace r'    |
        node = DateDiffFunctionCall() { return node; }
' r'' />

<#-- WHERE and what follows it need no FROM. -->
<@replace r'        ( qualify = Qualify() | { qualify = null; } )
    |
        E() {
            fromClause = null;
            where = null;
            groupBy = null;' r'        ( qualify = Qualify() | { qualify = null; } )
    |
        { fromClause = null; }
        ( where = Where() | { where = null; } )
        {
            groupBy = null;' />

<#-- Units of time by their other names, such as MILLISECONDS and SQL_TSI_DAY. -->
<@replace r'        return new SqlIntervalQualifier(unitName.getSimple(),
            unitName.getParserPosition());
    }
}' r'        return TimeUnits.named(unitName);
    }
}' />
<@replace r'    <TIMESTAMPADD> { s = span(); }
    <LPAREN>
    unit = TimeUnitOrName() { args.add(unit); }' r'    <TIMESTAMPADD> { s = span(); }
    <LPAREN>
    unit = TimeUnitOrName() { args.add(TimeUnits.text(unit)); }' />
<@replace r'        return SqlStdOperatorTable.TIMESTAMP_ADD.createCall(
            s.end(this), args);' r'        return TimeUnits.call("TIMESTAMPADD", args, s.end(this));' />
<@replace r'    <TIMESTAMPDIFF> { s = span(); }
    <LPAREN>
    unit = TimeUnitOrName() { args.add(unit); }' r'    <TIMESTAMPDIFF> { s = span(); }
    <LPAREN>
    unit = TimeUnitOrName() { args.add(TimeUnits.text(unit)); }' />
<@replace r'        return SqlStdOperatorTable.TIMESTAMP_DIFF.createCall(
            s.end(this), args);' r'        return TimeUnits.call("TIMESTAMPDIFF", args, s.end(this));' />

<#-- TIMESTAMP WITH TIME ZONE '..' and TIMESTAMPTZ '..' are casts, as the value depends on the session's zone. -->
<@replace r'SqlNode NonIntervalLiteral() :
{
    final SqlNode e;
}
{
    (' r'SqlNode NonIntervalLiteral() :
{
    final SqlNode e;
}
{
    (
        LOOKAHEAD(1, { ahead(TIMESTAMP, WITH) || getToken(1).image.equalsIgnoreCase("TIMESTAMPTZ")
            && ahead(IDENTIFIER, QUOTED_STRING) })
        e = InstantLiteral()
    |' />

<#-- INTERVAL '1 day 02:00', without a unit behind it. -->
<@replace r"        p = SimpleStringLiteral()
        intervalQualifier = IntervalQualifier() {
            return SqlParserUtil.parseIntervalLiteral(s.end(intervalQualifier),
                sign, p, intervalQualifier);
        }
    |
        // To keep" r"        p = SimpleStringLiteral()
        (
            LOOKAHEAD(1, { unitAhead() })
            intervalQualifier = IntervalQualifier() {
                return SqlParserUtil.parseIntervalLiteral(s.end(intervalQualifier),
                    sign, p, intervalQualifier);
            }
        |
            { return IntervalText.of(sign, p, s.end(this)); }
        )
    |
        // To keep" />

<#-- [1, 2] is ARRAY[1, 2]. -->
<@replace r'        e = ArrayConstructor()
    |
        LOOKAHEAD(3)
        e = MapConstructor()' r'        ( e = ArrayConstructor() | e = BracketedArray() )
    |
        LOOKAHEAD(3)
        e = MapConstructor()' />
