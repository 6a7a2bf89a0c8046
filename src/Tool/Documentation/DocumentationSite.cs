using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using ServicePing.Dictionary;
using ServicePing.Pages;

namespace ServicePing.Tool.Documentation;

/// <summary>The documentation as files that a browser opens from a disk, in the look of the dictionary.</summary>
internal static class DocumentationSite
{
    private const string Assets = "assets/";

    private static readonly Asset Style =
        Asset.Of(typeof(DocumentationSite).Assembly, "ServicePing.Tool", "documentation.css", "text/css; charset=utf-8");

    /// <summary>Every file, the same for the same pages wherever it is made.</summary>
    /// <param name="texts">The pages: the file of each, seen from their folder, with what it says. Among them is the list of all.</param>
    /// <param name="version">The version that they are of.</param>
    internal static IEnumerable<SiteFile> Files(IReadOnlyDictionary<string, string> texts, string version)
    {
        Dictionary<string, DocumentPage> pages = texts.ToDictionary(
            one => one.Key, one => DocumentPage.Read(one.Key, one.Value), StringComparer.Ordinal);
        IReadOnlyList<(string? Title, DocumentPage[] Pages)> groups = [(null, [pages[DocumentPage.Index]]), .. Groups(pages)];
        foreach (Asset asset in (Asset[])[.. Asset.All, Style])
        {
            yield return new SiteFile(Assets + asset.Name, () => asset.Bytes);
        }

        foreach (DocumentPage page in pages.Values)
        {
            yield return new SiteFile(page.Place.File, () => HtmlWriter.Render(Frame(page, pages, groups, version).Write));
        }
    }

    /// <summary>The list of all pages: under each heading those that it links to.</summary>
    private static IEnumerable<(string? Title, DocumentPage[] Pages)> Groups(Dictionary<string, DocumentPage> pages)
    {
        DocumentPage index = pages[DocumentPage.Index];
        string? title = null;
        foreach (Block block in index.Text)
        {
            if (block is HeadingBlock { Level: 2 } heading)
            {
                title = PlainText.Of(heading.Inline);
            }
            else if (block is ListBlock list)
            {
                yield return (title, [
                    .. list.Descendants<LinkInline>().Select(link => pages.GetValueOrDefault(index.Target(link.Url ?? "").Path)).OfType<DocumentPage>(),
                ]);
            }
        }
    }

    private static PageFrame Frame(
        DocumentPage page, Dictionary<string, DocumentPage> pages, IReadOnlyList<(string? Title, DocumentPage[] Pages)> groups, string version)
    {
        // A page that the list has not, such as that of a rule, is one of its folder's index.
        bool isListed = groups.Any(group => group.Pages.Contains(page));
        string current = isListed ? page.Place.Folder : page.Place.Folder[..(page.Place.Folder.IndexOf('/', StringComparison.Ordinal) + 1)];
        return new PageFrame
        {
            Site = new Site
            {
                Name = "ServicePing",
                Subject = $"Documentation {version}".Trim(),
                Home = page.Place.To(""),
                Assets = page.Place.ToFile(Assets),
                Navigation = [.. groups.Select(group => new NavigationGroup(
                    group.Title, [.. group.Pages.Select(one => new NavigationItem(one.Title, page.Place.To(one.Place.Folder)))]))],
            },
            Title = page.Title,
            Current = page.Place.To(current),
            Policy = DictionarySite.Policy,
            Styles = [page.Place.ToFile(Assets + Style.Name)],
            Body = new BlockPrinter(page, pages).Write,
        };
    }
}
