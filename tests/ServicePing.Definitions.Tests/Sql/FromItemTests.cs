using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Tests.Sql;

/// <summary>What <c>from</c> may say.</summary>
public sealed class FromItemTests
{
    [Theory]
    [InlineData("issues", "issues", null, "issues")]
    [InlineData("archive.issues", "archive.issues", null, "archive.issues")]
    [InlineData("issues AS i", "issues", "i", "issues AS i")]
    [InlineData("issues i", "issues", "i", "issues AS i")]
    [InlineData(" archive.issues as  I ", "archive.issues", "i", "archive.issues AS i")]
    [InlineData("\"Odd Table\" AS \"Odd\"", "\"Odd Table\"", "Odd", "\"Odd Table\" AS \"Odd\"")]
    [InlineData("issues AS \"as\"", "issues", "as", "issues AS \"as\"")]
    [InlineData("order o", "order", "o", "order AS o")]
    [InlineData("(SELECT (1) AS n) AS i", "(SELECT (1) AS n)", "i", "(SELECT (1) AS n) AS i")]
    [InlineData("(WITH a AS (SELECT 1) SELECT * FROM a) i", "(WITH a AS (SELECT 1) SELECT * FROM a)", "i", "(WITH a AS (SELECT 1) SELECT * FROM a) AS i")]
    [InlineData("generate_series(1, 3) AS i", "generate_series(1, 3)", "i", "generate_series(1, 3) AS i")]
    [InlineData("audit.entries_of(:recorded_at) e", "audit.entries_of(:recorded_at)", "e", "audit.entries_of(:recorded_at) AS e")]
    public void Rows_may_have_an_alias(string text, string table, string? alias, string written)
    {
        FromItem item = FromItem.Of(text)!;

        Assert.Equal((table, alias, written), (item.Source, item.Alias, item.ToString()));
        Assert.Equal(item, FromItem.Of(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("issues AS")]
    [InlineData("issues AS select")]
    [InlineData("issues where")]
    [InlineData("issues AS i j")]
    [InlineData("issues, projects")]
    [InlineData("issues JOIN projects")]
    [InlineData("ONLY issues")]
    [InlineData("a.b.c d")]
    [InlineData("issues AS 1")]
    [InlineData("issues AS i (a, b)")]
    [InlineData("(SELECT 1)")]
    [InlineData("(SELECT 1 AS i")]
    [InlineData("(SELECT 1) AS i (a)")]
    [InlineData("(issues) AS i")]
    [InlineData("generate_series(1, 3)")]
    [InlineData("LATERAL f() AS i")]
    [InlineData("f() WITH ORDINALITY AS i")]
    public void Anything_else_is_refused(string text) => Assert.Null(FromItem.Of(text));
}
