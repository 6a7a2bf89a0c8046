namespace ServicePing.Pages;

/// <summary>Small parts that stand within a line.</summary>
internal static class Text
{
    internal static Content Of(string? text) => html => html.Write($"{text}");

    internal static Content Code(string? text) => html => html.Write($"<code>{text}</code>");

    /// <summary>Text that is less important.</summary>
    internal static Content Quiet(string? text) => html => html.Write($"""<span class="quiet">{text}</span>""");

    internal static Content Link(string address, string? text) => html => html.Write($"""<a href="{address:url}">{text}</a>""");

    internal static Content CodeLink(string address, string? text) =>
        html => html.Write($"""<a class="code" href="{address:url}">{text}</a>""");

    internal static Content Paragraph(string? text) => html => html.Write($"<p>{text}</p>");

    /// <summary>A moment, UTC; the script adds the reader's own time.</summary>
    internal static Content Moment(DateTimeOffset moment) => html => html.Write(
        $"""<time datetime="{Figures.Stamp(moment)}">{Figures.Moment(moment)}</time>""");

    internal static Content Moment(DateTimeOffset? moment, string otherwise) => moment is { } at ? Moment(at) : Quiet(otherwise);

    /// <summary>A word with a colour and a shape for how things are.</summary>
    internal static Content Badge(Tone tone, string? text) =>
        html => html.Write($"""<span class="badge {tone.Word()}">{text}</span>""");

    internal static Content All(params IReadOnlyList<Content> contents) => html => html.Write($"{contents}");
}
