namespace ServicePing.Pages;

/// <summary>Something that whoever reads the page should know first.</summary>
/// <param name="Tone">How things are.</param>
/// <param name="Title">What it is, in a few words.</param>
internal sealed record Notice(Tone Tone, string Title)
{
    internal Content? Body { get; init; }

    /// <summary>Whether it answers what the reader has just done, and is read out at once.</summary>
    internal bool IsAnswer { get; init; }

    internal void Write(HtmlWriter html)
    {
        string? role = !IsAnswer ? null : Tone == Tone.Bad ? "alert" : "status";
        html.Write($"""
            <div class="notice {Tone.Word()}"{role:role}><p><strong>{Title}</strong></p>{Body}</div>

            """);
    }
}

/// <summary>A part of a page with a title of its own.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Body">What is in it.</param>
internal sealed record Section(string Title, Content Body)
{
    /// <summary>A name for links to it; null for none.</summary>
    internal string? Id { get; init; }

    /// <summary>A sentence below the title.</summary>
    internal string? Lead { get; init; }

    /// <summary>Links or buttons beside the title.</summary>
    internal Content? Actions { get; init; }

    internal void Write(HtmlWriter html) => html.Write($"""
        <section{Id:id}><header><h2>{Title}</h2>{Actions}</header>{LeadText}
        {Body}
        </section>

        """);

    private void LeadText(HtmlWriter html)
    {
        if (Lead is { } lead)
        {
            html.Write($"""<p class="lead">{lead}</p>""");
        }
    }
}
