<#-- Parts of queries and expressions. -->

/** FROM t [SELECT ..] [WHERE ..] ..; without SELECT all columns. */
SqlSelect FromFirst() :
{
    final Span s;
    final SqlNode from;
    final List<SqlNode> selectList = new ArrayList<SqlNode>();
    final List<SqlLiteral> keywords = new ArrayList<SqlLiteral>();
    SqlLiteral keyword;
    final SqlNode where;
    final SqlNodeList groupBy;
    final SqlNode having;
    final SqlNodeList windows;
    final SqlNode qualify;
}
{
    <FROM> { s = span(); } from = FromClause()
    (
        <SELECT>
        [ <STREAM> { keywords.add(SqlSelectKeyword.STREAM.symbol(getPos())); } ]
        [ keyword = AllOrDistinct() { keywords.add(keyword); } ]
        AddSelectItem(selectList)
        ( <COMMA> AddSelectItem(selectList) )*
    |
        { selectList.add(SqlIdentifier.star(getPos())); }
    )
    ( where = Where() | { where = null; } )
    ( groupBy = GroupBy() | { groupBy = null; } )
    ( having = Having() | { having = null; } )
    ( windows = Window() | { windows = null; } )
    ( qualify = Qualify() | { qualify = null; } )
    {
        return new SqlSelect(s.end(this), new SqlNodeList(keywords, getPos()),
            new SqlNodeList(selectList, Span.of(selectList).pos()), from, where, groupBy, having, windows, qualify,
            null, null, null, new SqlNodeList(getPos()));
    }
}

SqlNodeList ParenthesizedExpressionList() :
{
    final Span s;
    final SqlNodeList list;
}
{
    <LPAREN> { s = span(); }
    list = ExpressionCommaList(s, ExprContext.ACCEPT_SUB_QUERY)
    <RPAREN>
    { return list; }
}

void InfixCast(List<Object> list, ExprContext exprContext, Span s) :
{
    final SqlDataTypeSpec type;
}
{
    <INFIX_CAST>
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(InfixCast.OPERATOR, getPos()));
    }
    type = DataType() { list.add(type); }
}

void DoubleEquals(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <EQ2>
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(SqlStdOperatorTable.EQUALS, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

void AtTimeZone(List<Object> list, ExprContext exprContext, Span s) :
{
}
{
    <AT> <TIME> <ZONE>
    {
        checkNonQueryExpression(exprContext);
        list.add(new SqlParserUtil.ToTreeListItem(AtTimeZone.OPERATOR, getPos()));
    }
    AddExpression2b(list, ExprContext.ACCEPT_SUB_QUERY)
}

/** TIMESTAMP WITH TIME ZONE '..', TIMESTAMPTZ '..'. */
SqlNode InstantLiteral() :
{
    final Span s;
    final String text;
}
{
    (
        <TIMESTAMP> { s = span(); } <WITH> [ <LOCAL> ] <TIME> <ZONE>
    |
        <IDENTIFIER> { s = span(); }
    )
    text = SimpleStringLiteral()
    { return AtTimeZone.instant(text, s.end(this)); }
}

SqlNode BracketedArray() :
{
    final Span s;
    final SqlNodeList elements;
}
{
    <LBRACKET> { s = span(); }
    (
        elements = ExpressionCommaList(s, ExprContext.ACCEPT_SUB_QUERY)
    |
        { elements = SqlNodeList.EMPTY; }
    )
    <RBRACKET>
    { return SqlStdOperatorTable.ARRAY_VALUE_CONSTRUCTOR.createCall(s.end(this), elements.getList()); }
}

/** A type whose name is no keyword, or one that Calcite has as keyword but not as type. */
SqlTypeNameSpec NamedType() :
{
    final Span s;
    final SqlIdentifier name;
    final List<Integer> parameters = new ArrayList<Integer>();
    int parameter;
}
{
    (
        <IDENTIFIER> | <CLOB> | <BLOB> | <DATETIME> | <NUMBER>
    )
    {
        s = span();
        name = new SqlIdentifier(token.image, getPos());
    }
    [
        <LPAREN> parameter = UnsignedIntLiteral() { parameters.add(parameter); }
        ( <COMMA> parameter = UnsignedIntLiteral() { parameters.add(parameter); } )*
        <RPAREN>
    ]
    { return TypeNames.of(name, parameters, s.end(this)); }
}
