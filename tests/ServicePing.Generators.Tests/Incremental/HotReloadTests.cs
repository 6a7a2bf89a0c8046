using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Incremental;

/// <summary>
/// What an edit changes in generated files is something that a running program takes: comments, bodies and attributes of types, but no
/// attribute of the assembly (ENC0003) and no declaration.
/// </summary>
public class HotReloadTests
{
    private const string Call = "class Issues { void Close(Forge.ForgeEvents events) => events.CloseIssue(); }";

    public static TheoryData<string, string, string> Edits => new()
    {
        { "metrics/issues.yml", "What counts.issues counts", "Issues, and \"\"\" more" },
        { "metrics/issues.yml", "product_group: planning", "product_group: delivery" },
        { "events/close_issue.yml", "The event", "What happens:" },
        { "events/create_issue.yml", "The kind of the issue", "Its kind" },
        { "known_events/compliance.yml", "expiry: 84", "expiry: 91" },
    };

    [Theory]
    [MemberData(nameof(Edits))]
    public void An_edit_of_words_restarts_nothing(string path, string old, string now)
    {
        TestProject project = ForgeProject.Create();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.Edit(path, text => text.Replace(old, now, StringComparison.Ordinal)));

        Assert.NotEmpty(after.FilesChangedSince(before));
        AssertTaken(before, after);
    }

    [Fact]
    public void A_new_call_of_an_event_restarts_nothing()
    {
        TestProject project = ForgeProject.Create();
        GeneratorOutcome before = project.Generate();

        GeneratorOutcome after = before.Then(project.WithSource(Call));

        Assert.Equal(["Forge.EventCalls.g.cs"], after.FilesChangedSince(before));
        AssertTaken(before, after);
    }

    [Fact]
    public void No_generated_file_but_the_class_of_the_set_bears_an_attribute_of_the_assembly() => Assert.Equal(
        ["ForgeMetricSet.g.cs"],
        ForgeProject.Create().WithSource(Call).Generate().Texts
            .Where(file => file.Value.Contains("[assembly:", StringComparison.Ordinal)).Select(file => file.Key));

    private static void AssertTaken(GeneratorOutcome before, GeneratorOutcome after)
    {
        Assert.Equal(before.Texts.Keys.Order(StringComparer.Ordinal), after.Texts.Keys.Order(StringComparer.Ordinal));
        foreach (string file in after.FilesChangedSince(before))
        {
            Assert.Equal(Declarations(before.Texts[file]), Declarations(after.Texts[file]));
        }
    }

    /// <summary>A file without comments, attributes of types and the bodies of its members.</summary>
    private static string Declarations(string text)
    {
        SyntaxNode root = CSharpSyntaxTree.ParseText(text, TestCompilation.ParseOptions).GetRoot();
        root = root.ReplaceNodes(
            root.DescendantNodes().Where(node => node is AttributeListSyntax { Parent: BaseTypeDeclarationSyntax } or ArrowExpressionClauseSyntax),
            (node, _) => node is AttributeListSyntax list
                ? list.WithAttributes(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(SyntaxFactory.ParseName("A"))))
                : SyntaxFactory.ArrowExpressionClause(SyntaxFactory.LiteralExpression(SyntaxKind.DefaultLiteralExpression)));
        return string.Join(' ', root.DescendantTokens().Select(token => token.Text));
    }
}
