using System.Globalization;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>
/// The C# of every page, compiled with the packages in one program, <c>PageCode</c>. It says what the pages take for granted: the names in its
/// <c>Prelude.cs</c>, and the definitions below its <c>ServicePing</c>.
/// </summary>
public sealed class PageCodeTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-pages-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_code_of_every_page_compiles()
    {
        foreach (string file in Directory.EnumerateFiles(Repository.PathOf("tests", "ServicePing.Package.Tests", "PageCode"), "*", SearchOption.AllDirectories))
        {
            string copy = Path.Combine(_folder.FullName, Path.GetRelativePath(Repository.PathOf("tests", "ServicePing.Package.Tests", "PageCode"), file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        Packages packages = await Packages.GetAsync();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "Packages.props"), $"<Project>{packages.RestoreProperties}</Project>");
        foreach (string page in Pages())
        {
            string name = NameOf(page);
            await File.WriteAllTextAsync(
                Path.Combine(_folder.FullName, $"{name}.cs"), PageCode.In(name, PageBlock.Of(await File.ReadAllTextAsync(page))));
        }

        await Dotnet.SucceedAsync(_folder.FullName, "build", "-nologo", "-v:quiet");
    }

    private static IEnumerable<string> Pages() => Directory.EnumerateFiles(Repository.PathOf("docs"), "*.md")
        .Concat(Directory.EnumerateFiles(Repository.PathOf("docs", "how-to"), "*.md"))
        .Append(Repository.PathOf("README.md"))
        .Append(Repository.PathOf("src", "AspNetCore", "README.md"))
        .Append(Repository.PathOf("src", "Versions", "README.md"));

    /// <summary><c>docs/how-to/joined-table.md</c> is <c>DocsHowToJoinedTable</c>.</summary>
    private static string NameOf(string page) => string.Concat(
        Path.ChangeExtension(Path.GetRelativePath(Repository.Root, page), null).Split('/', '\\', '-', '.')
            .Select(word => char.ToUpper(word[0], CultureInfo.InvariantCulture) + word[1..]));
}
