using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Tests.Sql;

public class SqlTokenizerTests
{
    [Theory]
    [InlineData("issues.state_id", "Word:issues Dot:. Word:state_id")]
    [InlineData("\"Mixed \"\"Case\"", "QuotedName:\"Mixed \"\"Case\"")]
    [InlineData("'it''s' E'a\\'b' $$a'b$$ $t$ $$ $t$", "Text:'it''s' Text:E'a\\'b' Text:$$a'b$$ Text:$t$ $$ $t$")]
    [InlineData("x'1F' b'01' U&'\\0041'", "Text:x'1F' Text:b'01' Text:U&'\\0041'")]
    [InlineData("1 2.5 .5 1e-5 0x1F 1_000", "Number:1 Number:2.5 Number:.5 Number:1e-5 Number:0x1F Number:1_000")]
    [InlineData("a::date", "Word:a Cast::: Word:date")]
    [InlineData("a >= :recorded_at", "Word:a Operator:>= Parameter::recorded_at")]
    [InlineData("a=:x", "Word:a Operator:= Parameter::x")]
    [InlineData("$1 $12", "Ordinal:$1 Ordinal:$12")]
    [InlineData("a=-1", "Word:a Operator:= Operator:- Number:1")]
    [InlineData("a @- b", "Word:a Operator:@- Word:b")]
    [InlineData("a->>'x' #>> b", "Word:a Operator:->> Text:'x' Operator:#>> Word:b")]
    [InlineData("a[1:n]", "Word:a OpenBracket:[ Number:1 Colon:: Word:n CloseBracket:]")]
    [InlineData("a[b:c]", "Word:a OpenBracket:[ Word:b Colon:: Word:c CloseBracket:]")]
    [InlineData("a[f(:x):n]", "Word:a OpenBracket:[ Word:f OpenParenthesis:( Parameter::x CloseParenthesis:) Colon:: Word:n CloseBracket:]")]
    [InlineData("a[:x:n]", "Word:a OpenBracket:[ Parameter::x Colon:: Word:n CloseBracket:]")]
    [InlineData("a[1: :x]", "Word:a OpenBracket:[ Number:1 Colon:: Parameter::x CloseBracket:]")]
    [InlineData("a[CASE WHEN :x THEN 1 END:n]", "Word:a OpenBracket:[ Word:CASE Word:WHEN Parameter::x Word:THEN Number:1 Word:END Colon:: Word:n CloseBracket:]")]
    [InlineData("ARRAY[b, :x]", "Word:ARRAY OpenBracket:[ Word:b Comma:, Parameter::x CloseBracket:]")]
    [InlineData("b :x", "Word:b Parameter::x")]
    [InlineData("a[1:2]", "Word:a OpenBracket:[ Number:1 Colon:: Number:2 CloseBracket:]")]
    [InlineData("f(a, b);", "Word:f OpenParenthesis:( Word:a Comma:, Word:b CloseParenthesis:) Semicolon:;")]
    [InlineData("a -- b\n+ c", "Word:a Operator:+ Word:c")]
    [InlineData("a /* b /* c */ d */ e", "Word:a Word:e")]
    [InlineData("a+/* b */c", "Word:a Operator:+ Word:c")]
    [InlineData("größe", "Word:größe")]
    [InlineData("a => b := c", "Word:a Operator:=> Word:b Operator::= Word:c")]
    public void Every_kind_of_token_is_read(string text, string expected) => Assert.Equal(expected, Show(text));

    [Theory]
    [InlineData("a 'b", "Word:a Broken:'b")]
    [InlineData("a \"b", "Word:a Broken:\"b")]
    [InlineData("a /* b /* c */", "Word:a Broken:/* b /* c */")]
    [InlineData("$a$ b", "Broken:$a$ b")]
    [InlineData("E'\\", "Broken:E'\\")]
    [InlineData("\\ a", "Broken:\\ Word:a")]
    [InlineData("U&\"d\\0061t\"", "Broken:U&\"d\\0061t\"")]
    public void What_has_no_end_is_broken(string text, string expected) => Assert.Equal(expected, Show(text));

    [Fact]
    public void Behind_the_end_there_is_the_end()
    {
        var tokenizer = new SqlTokenizer("a");
        tokenizer.Next();

        Assert.Equal(new SqlToken(SqlTokenKind.End, 1, 0), tokenizer.Next());
        Assert.Equal(new SqlToken(SqlTokenKind.End, 1, 0), tokenizer.Next());
    }

    [Fact]
    public void Any_text_is_read_to_its_end()
    {
        const string alphabet = "aE'\"$:/*-.1;()[] \n\\&U@+\u00e4\0";
        var random = new Random(5);
        for (int round = 0; round < 20_000; round++)
        {
            string text = new([.. Enumerable.Range(0, random.Next(20)).Select(_ => alphabet[random.Next(alphabet.Length)])]);
            int end = 0;
            foreach (SqlToken token in SqlTokenizer.ReadAll(text))
            {
                Assert.True(token.Start >= end && (token.Length > 0 || token.Kind == SqlTokenKind.End), text);
                end = token.End;
            }

            Assert.Equal(text.Length, end);
        }
    }

    [Theory]
    [InlineData("Users", "users", "users")]
    [InlineData("\"Users\"", "Users", "\"Users\"")]
    [InlineData("\"a\"\"b\"", "a\"b", "\"a\"\"b\"")]
    [InlineData("\"order\"", "order", "\"order\"")]
    [InlineData("GRÖSSE", "grÖsse", "\"grÖsse\"")]
    public void Names_fold_and_quote_as_in_postgresql(string written, string name, string quoted)
    {
        Assert.Equal(name, SqlName.Of(written, new SqlTokenizer(written).Next()));
        Assert.Equal(quoted, SqlName.Quote(name));
    }

    private static string Show(string text) => string.Join(' ', SqlTokenizer.ReadAll(text)
        .Where(token => token.Kind != SqlTokenKind.End)
        .Select(token => $"{token.Kind}:{text.Substring(token.Start, token.Length)}"));
}
