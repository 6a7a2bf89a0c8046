using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Contents;

/// <summary>docs/package.md has every property of MSBuild that a project may set.</summary>
public sealed partial class PropertyPageTests
{
    /// <summary>What the files of the package say to each other, and where its own folders are.</summary>
    private static readonly string[] Own =
    [
        "ServicePingAssemblyName", "ServicePingDefinitionsRoot", "ServicePingDocumentation", "ServicePingDocumentationFolder",
        "ServicePingGeneratorFolder", "ServicePingLinkedFiles", "ServicePingToolFolder",
    ];

    [Fact]
    public void The_page_has_every_property_and_no_other()
    {
        string page = File.ReadAllText(Repository.PathOf("docs", "package.md"));

        Assert.Equal(
            Directory.EnumerateFiles(Repository.PathOf("src", "Generator", "build"))
                .SelectMany(file => Read().Matches(File.ReadAllText(file))).Select(property => property.Groups[1].Value)
                .Except(Own).Distinct().Order(StringComparer.Ordinal),
            Row().Matches(page).SelectMany(row => Property().Matches(row.Value)).Select(property => property.Value)
                .Where(name => name != "ServicePingKind").Distinct().Order(StringComparer.Ordinal));
    }

    [GeneratedRegex(@"(?:\$\(|CompilerVisibleProperty Include="")((?:EnableDefault)?ServicePing\w+)")]
    private static partial Regex Read();

    [GeneratedRegex(@"^\| `(?:EnableDefault)?ServicePing\w+` \|.*$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"(?<=`)(?:EnableDefault)?ServicePing\w+(?=`)")]
    private static partial Regex Property();
}
