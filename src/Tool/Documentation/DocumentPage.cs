using Markdig;
using Markdig.Extensions.AutoIdentifiers;
using Markdig.Syntax;
using ServicePing.Dictionary;

namespace ServicePing.Tool.Documentation;

/// <summary>A page of the documentation, read.</summary>
/// <param name="Path">Its file below the folder of all pages, with forward slashes.</param>
/// <param name="Text">What it says.</param>
internal sealed record DocumentPage(string Path, MarkdownDocument Text)
{
    // Headings have the anchors that code hosts give them, for which the links between pages are written. HTML is text like any other.
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseAutoIdentifiers(AutoIdentifierOptions.GitHub).DisableHtml().Build();

    /// <summary>The file that has the list of all pages.</summary>
    internal const string Index = "README.md";

    /// <summary>The first heading of the first level; null where there is none.</summary>
    internal HeadingBlock? Heading { get; } = Text.OfType<HeadingBlock>().FirstOrDefault(heading => heading.Level == 1);

    internal string Title => Heading is { } heading ? PlainText.Of(heading.Inline) : Path;

    /// <summary>Where it lies in the site: each page has a folder, and the index of a folder is the folder's.</summary>
    internal Place Place { get; } = new(FolderOf(Path));

    /// <summary>Reads a page.</summary>
    internal static DocumentPage Read(string path, string markdown) => new(path, Markdown.Parse(markdown, Pipeline));

    /// <summary>
    /// The file that a link of this page leads to, as <see cref="Path"/> has it, and the anchor there. What lies outside of the folder begins
    /// with a slash.
    /// </summary>
    internal (string Path, string Anchor) Target(string link)
    {
        string[] parts = link.Split('#', 2);
        const string folder = "/docs/";
        string path = parts[0].Length == 0 ? folder + Path : new Uri(new Uri($"pages://{folder}{Path}"), parts[0]).AbsolutePath;
        return (path.StartsWith(folder, StringComparison.Ordinal) ? path[folder.Length..] : path, parts.Length > 1 ? "#" + parts[1] : "");
    }

    private static string FolderOf(string path) =>
        path.EndsWith(Index, StringComparison.Ordinal) ? path[..^Index.Length] : System.IO.Path.ChangeExtension(path, null) + "/";
}
