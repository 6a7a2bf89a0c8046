using System.Globalization;
using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The page of a metric: what it is, how it is made, what leaves, who may switch it off.</summary>
internal sealed class MetricPage(MetricEntry metric, Links links, HostedSite? host = null)
{
    internal void Write(HtmlWriter html)
    {
        Badges(html);
        Notices(html);
        if (host is not null)
        {
            Parts.Claim("here", "What it says here", host.Here(metric.KeyPath)).Invoke(html);
        }

        Parts.Claim("meaning", "In plain words", Meaning).Invoke(html);
        Parts.Claim("sql", "Exact calculation", Calculation).Invoke(html);
        Parts.Claim("payload", "In the payload", Payload).Invoke(html);
        Parts.Claim("lineage", "Where it comes from and goes", Lineage).Invoke(html);
        if (metric.Tracked is { Count: > 0 } tracked)
        {
            Parts.Claim(CallTable.Id, "Where its events are tracked", CallTable.Of(tracked, links)).Invoke(html);
        }

        Parts.Claim("privacy", "Privacy", Privacy).Invoke(html);
        Parts.Claim("life", "Owner and life", Life).Invoke(html);
        if (metric.History.Count > 0)
        {
            Parts.Claim("history", "History", Parts.History(metric.History, links)).Invoke(html);
        }

        Parts.Claim("definition", "Definition", Parts.Definition(metric.SourceFile, metric.Definition)).Invoke(html);
    }

    private void Badges(HtmlWriter html) => Parts.Badges(
        Text.Badge(Links.ToneOf(metric.ShownStatus), metric.ShownStatus),
        Text.Badge(Tone.Neutral, metric.TimeFrame == "none" ? "no period" : metric.TimeFrame),
        Text.Badge(Tone.Neutral, metric.DataSource),
        Text.Badge(Tone.Neutral, metric.DataCategory),
        Text.Badge(Tone.Neutral, metric.ValueType)).Invoke(html);

    private void Notices(HtmlWriter html)
    {
        if (metric.IsRemoved)
        {
            new Notice(Tone.Neutral, "Removed" + (metric.MilestoneRemoved is { } version ? $" in {version}" : ""))
            {
                Body = metric.ReplacedBy is { } other
                    ? inner => inner.Write($"<p>Use {links.To("metric", other)} instead.</p>")
                    : Text.Paragraph("It is neither computed nor sent; this page is a record."),
            }.Write(html);
        }
        else if (metric.ReplacedBy is { } other)
        {
            new Notice(Tone.Warning, "There is a replacement")
            {
                Body = inner => inner.Write($"<p>Use {links.To("metric", other)} instead.</p>"),
            }.Write(html);
        }

        if (metric.Status == "broken")
        {
            new Notice(Tone.Bad, "Broken: its value is known to be wrong")
            {
                Body = metric.RepairIssueUrl is { } issue ? inner => inner.Write($"<p>It will be repaired: {Links.Web(issue)}</p>") : null,
            }.Write(html);
        }

        if (metric is { IsRemoved: false, Deprecated: { } deprecated })
        {
            Parts.Deprecated(deprecated).Write(html);
        }

        if (metric is { IsRemoved: false, Expires: { Length: > 0 } expires })
        {
            new Notice(Tone.Warning, $"Expires with {expires}") { Body = Text.Paragraph("It is to be removed after that version, or its end put off.") }.Write(html);
        }

        if (metric.AvailableWhen is { } predicate)
        {
            new Notice(Tone.Busy, "Not in every payload")
            {
                Body = inner => inner.Write($"<p>The key is left out where {Text.Code(predicate)} says no.</p>"),
            }.Write(html);
        }
    }

    private void Meaning(HtmlWriter html)
    {
        html.Write($"""<p class="meaning">{metric.PlainWords}</p>""");
        List<Fact> facts = metric.IsRemoved ? [] : [new("Covers", metric.Calculation.Days), new("Precision", metric.Calculation.Precision)];
        if (metric.Unit is { } unit)
        {
            facts.Add(new("Unit", unit));
        }

        if (metric.OtherFrames.Count > 0)
        {
            facts.Add(new("Other periods", links.Row("metric", metric.OtherFrames)));
        }

        if (metric.Cost is { } cost)
        {
            facts.Add(new("Last measured", string.Create(CultureInfo.InvariantCulture, $"{cost.Milliseconds:0.###} ms, {cost.Status}"))
            {
                Note = $"In the collection of {cost.RecordedAt}; its share where metrics share statements.",
            });
        }

        if (metric.Operation is { } operation)
        {
            facts.Add(new("Operation", Text.Code(operation)));
        }

        if (metric.InstrumentationClass is { } name)
        {
            facts.Add(new("Class", Text.Code(name)));
        }

        new Facts(facts).Write(html);
    }

    private void Calculation(HtmlWriter html)
    {
        if (metric.IsRemoved)
        {
            html.Write($"""<p class="nothing">Nothing is computed any more; the definition has what was.</p>""");
            return;
        }

        if (metric.Calculation.Hindrance is { } hindrance)
        {
            html.Write($"""<p class="nothing">{hindrance}</p>""");
        }

        html.Write($"{metric.Calculation.Texts.Select(Parts.Exact)}");
        foreach (TableEntry table in links.Index.Dictionary.Tables.Where(one => metric.Before.Any(before => before.Kind == "table" && before.Name == one.Name)))
        {
            foreach (PassEntry pass in table.Passes.Where(pass => pass.Metrics.Contains(metric.KeyPath)))
            {
                string address = $"{links.Place.To(Place.OfTable(table.Name))}#{pass.Id}";
                string sharing = Figures.Count(pass.Metrics.Count, "metric", "metrics");
                html.Write($"""<p class="quiet">On the page of its table: <a href="{address:url}">the statement for {sharing} of {table.Name}</a></p>""");
            }
        }

        if (metric.Calculation is { Texts.Count: 0, Hindrance: null })
        {
            html.Write($"""<p class="nothing">There is no more to show: {metric.PlainWords}</p>""");
        }
    }

    private void Payload(HtmlWriter html)
    {
        if (metric.IsRemoved)
        {
            html.Write($"""<p class="nothing">It is in no payload any more.</p>""");
            return;
        }

        string note = metric.IsSampleReal ? host?.Sample ?? "With the value that it has in the payload that this dictionary was given."
            : "With a made-up value of its type.";
        html.Write($"""
            <p class="lead">{note}</p><pre tabindex="0" role="region" aria-label="Place in the payload">{PayloadExcerpt.Of(metric.KeyPath, metric.Sample)}</pre>

            """);
    }

    private void Lineage(HtmlWriter html)
    {
        if (metric.Before.Count + metric.Behind.Count > 0)
        {
            html.Write($"""<div class="picture" tabindex="0" role="region" aria-label="Picture of the lineage">{new LineagePicture(metric, links).Write}</div>""");
        }

        html.Write($"""
            <div class="pair"><div><h3>Before it</h3>{Steps(metric.Before, "Nothing that is known here.")}</div>
            <div><h3>Behind it</h3>{Steps(metric.Behind, "Nothing but the payload.")}</div></div>

            """);
        if (metric.Reads.Count > 0)
        {
            new Table
            {
                Caption = "Columns that the calculation names",
                Columns = [new("Column"), new("Table"), new("Named in")],
                Rows = metric.Reads.Select(IReadOnlyList<Content> (read) =>
                    [Text.Code(read.Column), links.To("table", read.Table), Text.Of(string.Join(", ", read.Keys))]),
            }.Write(html);
        }
    }

    private Content Steps(IReadOnlyList<LineageEntry> entries, string nothing) => html =>
    {
        if (entries.Count == 0)
        {
            html.Write($"""<p class="nothing">{nothing}</p>""");
        }
        else
        {
            html.Write($"""<ul class="steps-tree">{entries.Select(Step)}</ul>""");
        }
    };

    private Content Step(LineageEntry entry) => html =>
    {
        html.Write($"""<li><span class="quiet">{entry.Kind.Replace('_', ' ')}</span> {links.To(entry.Kind, entry.Name)}""");
        if (entry.Further.Count > 0)
        {
            html.Write($"<ul>{entry.Further.Select(Step)}</ul>");
        }

        html.Write($"</li>");
    };

    private void Privacy(HtmlWriter html)
    {
        Fact category = new("Category", links.ToWords("privacy", metric.Privacy.Category)) { Note = metric.Privacy.Contents };
        new Facts(metric.IsRemoved ? [category, new("What leaves", "Nothing.")] : [category, .. Switches()]).Write(html);
    }

    private IEnumerable<Fact> Switches() =>
    [
        new("What leaves", metric.Privacy.Reason),
        new("Switch off the category", Text.Code($"{metric.Privacy.Setting} = false"))
        {
            Note = "By an administrator on the page of settings, or in the configuration; what is not permitted is not computed.",
        },
        new("Switch off this one", Text.Code($"left_out_metrics = {metric.KeyPath}"))
        {
            Note = "Key paths, one a line. All metrics of an owner: left_out_owners.",
        },
        new("Switch off all", Text.Code("enabled = false")),
    ];

    private void Life(HtmlWriter html)
    {
        List<Fact> facts =
        [
            new("Owner", metric.Owner.Length == 0 ? Text.Quiet("nobody") : links.ToWords("owner", metric.Owner)) { Note = metric.OwnerContact },
            new("Tiers", metric.Tiers.Count == 0 ? "every one" : string.Join(", ", metric.Tiers)),
            new("Since", metric.Milestone.Length == 0 ? Text.Quiet("not said") : links.ToWords("release", metric.Milestone)),
        ];
        AddWeb(facts, "Introduced by", metric.IntroducedByUrl);
        if (metric.MilestoneRemoved is { } removed)
        {
            facts.Add(new("Removed in", links.ToWords("release", removed)));
        }

        AddWeb(facts, "Removed by", metric.RemovedByUrl);
        AddWeb(facts, "Repair", metric.RepairIssueUrl);
        if (metric.ReplacedBy is { } other)
        {
            facts.Add(new("Replaced by", links.To("metric", other)));
        }

        if (metric.Expires is { } expires)
        {
            facts.Add(new("Expires with", expires));
        }

        if (metric.Categories.Count > 0)
        {
            facts.Add(new("Product categories", links.Row("category", metric.Categories, areWords: true)));
        }

        if (metric.Indicators.Count > 0)
        {
            facts.Add(new("Performance indicators", string.Join(", ", metric.Indicators)));
        }

        new Facts(facts).Write(html);
    }

    private static void AddWeb(List<Fact> facts, string name, string? address)
    {
        if (!string.IsNullOrEmpty(address))
        {
            facts.Add(new(name, Links.Web(address)));
        }
    }
}
