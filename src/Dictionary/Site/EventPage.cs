using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The page of an event: what it tells, and which metrics count it.</summary>
internal sealed class EventPage(EventEntry entry, Links links)
{
    internal void Write(HtmlWriter html)
    {
        Parts.Badges(
            Text.Badge(Links.ToneOf(entry.ShownStatus), entry.ShownStatus),
            Text.Badge(Tone.Neutral, "event"),
            entry.IsForwarded ? Text.Badge(Tone.Warning, "forwarded") : Text.Of(""),
            entry.Classification is { } classification ? Text.Badge(Tone.Neutral, classification) : Text.Of("")).Invoke(html);
        if (entry.IsRemoved)
        {
            new Notice(Tone.Neutral, "Removed" + (entry.MilestoneRemoved is { } version ? $" in {version}" : ""))
            {
                Body = Text.Paragraph("The program cannot track it any more; this page is a record."),
            }.Write(html);
        }

        else if (entry.Deprecated is { } deprecated)
        {
            Parts.Deprecated(deprecated).Write(html);
        }

        if (entry.IsForwarded)
        {
            new Notice(Tone.Warning, "Each occurrence is forwarded")
            {
                Body = Text.Paragraph(
                    "Where the program forwards events, such as to Snowplow, it hands on each occurrence with the properties below and with pseudonyms of "
                    + "the identifiers. Other events are counted, and only numbers leave."),
            }.Write(html);
        }

        Parts.Claim("tells", "What it tells", Tells).Invoke(html);
        Parts.Claim("metrics", "Metrics that count it", links.Metrics(entry.Metrics)).Invoke(html);
        if (entry.Calls is { } calls)
        {
            Parts.Claim(CallTable.Id, "Where it is tracked", CallTable.Of(calls, links)).Invoke(html);
        }

        Parts.Claim("counters", "Counters that one call moves", Counters).Invoke(html);
        Parts.Claim("life", "Owner and life", Life).Invoke(html);
        if (entry.History.Count > 0)
        {
            Parts.Claim("history", "History", Parts.History(entry.History, links)).Invoke(html);
        }

        Parts.Claim("definition", "Definition", Parts.Definition(entry.SourceFile, entry.Definition)).Invoke(html);
    }

    private void Tells(HtmlWriter html) => new Table
    {
        Caption = "Identifiers and properties",
        Nothing = "Nothing but that it happened.",
        Columns = [new("Name"), new("What it is"), new("Type"), new("Values")],
        Rows =
        [
            .. entry.Identifiers.Select(IReadOnlyList<Content> (one) =>
                [Text.Code(one.Name), Text.Of("identifier"), Text.Of(one.Type.Length == 0 ? "any" : one.Type), Text.Quiet("any")]),
            .. entry.Properties.Select(IReadOnlyList<Content> (one) =>
            [
                Text.Code(one.Name), Text.Of(one.Description), Text.Of(one.Type),
                one.Values.Count == 0 ? Text.Quiet("any") : Text.Of(string.Join(", ", one.Values)),
            ]),
        ],
    }.Write(html);

    private CounterStoreEntry? Store => links.Index.Dictionary.CounterStore;

    private void Counters(HtmlWriter html) => new Table
    {
        Caption = "Counters" + CounterStoreEntry.In(Store),
        Nothing = "None.",
        Columns = [new("Key"), new("Keeps"), new("Of"), new("Where")],
        Rows = entry.Counters.Select(IReadOnlyList<Content> (one) =>
            [Text.Code(CounterStoreEntry.KeyIn(Store, one.Key)), Text.Of(Store?.Kind == CounterStoreEntry.Redis ? $"{one.Keeps} ({one.Command})" : one.Keeps), Text.Of(one.Counted ?? "calls"), Text.Of(one.Filter ?? "always")]),
    }.Write(html);

    private void Life(HtmlWriter html)
    {
        List<Fact> facts =
        [
            new("Owner", entry.Owner.Length == 0 ? Text.Quiet("nobody") : links.ToWords("owner", entry.Owner)) { Note = entry.OwnerContact },
            new("Tiers", entry.Tiers.Count == 0 ? "every one" : string.Join(", ", entry.Tiers)),
            new("Since", entry.Milestone.Length == 0 ? Text.Quiet("not said") : links.ToWords("release", entry.Milestone)),
        ];
        if (entry.IntroducedByUrl is { Length: > 0 } introduced)
        {
            facts.Add(new("Introduced by", Links.Web(introduced)));
        }

        if (entry.MilestoneRemoved is { } removed)
        {
            facts.Add(new("Removed in", links.ToWords("release", removed)));
        }

        if (entry.RemovedByUrl is { Length: > 0 } by)
        {
            facts.Add(new("Removed by", Links.Web(by)));
        }

        if (entry.Categories.Count > 0)
        {
            facts.Add(new("Product categories", links.Row("category", entry.Categories, areWords: true)));
        }

        new Facts(facts).Write(html);
    }
}
