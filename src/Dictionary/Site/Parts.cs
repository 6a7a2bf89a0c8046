using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>Parts that pages of the dictionary share.</summary>
internal static class Parts
{
    /// <summary>A section with a lasting address for the claim that it makes.</summary>
    internal static Content Claim(string id, string title, Content body, string? lead = null) => new Section(title, body)
    {
        Id = id,
        Lead = lead,
        Actions = html =>
        {
            string address = "#" + id;
            string label = $"Address of the part {title}";
            html.Write($"""<a class="claim" href="{address:url}" aria-label="{label}">#</a>""");
        },
    }.Write;

    /// <summary>That something is to be used no more, and why.</summary>
    internal static Notice Deprecated(DeprecationEntry deprecated) => new(Tone.Warning, deprecated.Title) { Body = Text.Paragraph(deprecated.Words) };

    /// <summary>Text to the letter.</summary>
    internal static Content Exact(CodeEntry code) => html => html.Write($"""
        <h3>{code.Title}</h3><p class="lead">{code.Note}</p><pre tabindex="0" role="region" aria-label="{code.Title}">{code.Text}</pre>

        """);

    /// <summary>A definition as YAML, folded.</summary>
    internal static Content Definition(string sourceFile, string yaml) => html =>
    {
        html.Write($"""<p>{Text.Code(sourceFile)}</p>""");
        if (yaml.Length > 0)
        {
            html.Write($"""
                <details><summary>The definition as YAML</summary><pre tabindex="0" role="region" aria-label="Definition">{yaml}</pre></details>
                """);
        }
        else
        {
            html.Write($"""<p class="quiet">It has no definition of its own: it follows from those of others.</p>""");
        }
    };

    /// <summary>What lockfiles tell.</summary>
    internal static Content History(IReadOnlyList<HistoryEntry> history, Links links) => new Table
    {
        Caption = "History",
        Columns = [new("Release"), new("What became of it"), new("What differs")],
        Rows = history.Select(IReadOnlyList<Content> (one) =>
        [
            links.ToWords("release", one.Version),
            Text.Badge(ToneOf(one.Change), one.Change),
            Differences(one.Fields),
        ]),
    }.Write;

    /// <summary>Fields that differ.</summary>
    internal static Content Differences(IReadOnlyList<FieldEntry> fields) => html =>
        html.Write($"""<ul class="plain">{fields.Select(Difference)}</ul>""");

    private static Content Difference(FieldEntry field) => html =>
    {
        if (field is { Old: { } old, New: { } now })
        {
            html.Write($"<li>{field.Name}: {Value(old)} → {Value(now)}</li>");
        }
        else
        {
            html.Write($"<li>{field.Name}: {Value(field.Old ?? field.New)}</li>");
        }
    };

    private static Content Value(string? value) => string.IsNullOrEmpty(value) ? Text.Quiet("none") : Text.Code(value);

    internal static Tone ToneOf(string change) => change switch
    {
        "added" => Tone.Good,
        "removed" => Tone.Warning,
        _ => Tone.Busy,
    };

    /// <summary>A short row of badges below a title.</summary>
    internal static Content Badges(params IReadOnlyList<Content> badges) => html => html.Write($"""<p class="badges">{badges}</p>""");
}
