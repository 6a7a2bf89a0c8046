namespace ServicePing.Pages;

/// <summary>A fact with its name.</summary>
internal sealed record Fact(string Name, Content Value)
{
    internal Fact(string name, string? value)
        : this(name, Text.Of(value))
    {
    }

    /// <summary>What stands below the value, less loudly.</summary>
    internal string? Note { get; init; }
}

/// <summary>Facts, each with its name.</summary>
internal sealed record Facts(IReadOnlyList<Fact> All)
{
    /// <summary>Whether they stand as cards beside each other, and not as lines.</summary>
    internal bool AreCards { get; init; }

    internal void Write(HtmlWriter html) => html.Write($"""<dl class="{(AreCards ? "cards" : "facts")}">{All.Select(Line)}</dl>""");

    private static Content Line(Fact fact) => html => html.Write($"<div><dt>{fact.Name}</dt><dd>{fact.Value}{Note(fact)}</dd></div>");

    private static Content Note(Fact fact) => html =>
    {
        if (fact.Note is { } note)
        {
            html.Write($"<small>{note}</small>");
        }
    };
}
