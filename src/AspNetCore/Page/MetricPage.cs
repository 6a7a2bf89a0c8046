using System.Globalization;
using System.Text.Json;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>The metrics that may leave, and a page of each with what it is, how it is computed, and what it says here.</summary>
internal sealed class MetricPage(PageServices services)
{
    private const int PageSize = 200;

    internal async Task<Outcome> ListAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        string? search = call.Query("q");
        string? category = call.Query("category");
        CatalogueMetric[] found =
        [
            .. metrics.All.Where(metric => (category is null || CategoryWords.Name(metric.DataCategory) == category)
                && (search is null || Says(metric, search))),
        ];
        return new View("Metrics", html =>
        {
            if (!metrics.IsKnown)
            {
                Notices.Unknown(html);
            }

            new Section(Figures.Count(found.Length, "metric", "metrics"), Text.All(
                inner => inner.Write($"""
                    <form class="find" method="get" action="{call.To("metrics"):url}" role="search"><input type="search" name="q" aria-label="Find a metric"
                     placeholder="Find by name, words or owner"{search:value}><select name="category" aria-label="Category"><option value="">All categories</option>
                    {CategoryWords.All.Where(metrics.Permissions.Categories.Contains).Select(one => Choice(CategoryWords.Name(one), category))}</select><button
                     type="submit" class="button">Find</button></form>
                    """),
                Table(call, found.Take(PageSize)).Write,
                inner =>
                {
                    if (found.Length > PageSize)
                    {
                        inner.Write($"""<p class="quiet">The first {PageSize} are shown; narrow the search to see the others.</p>""");
                    }
                })).Write(html);
        })
        {
            Lead = "What may leave with the settings that hold now. Metrics that are switched off are not listed.",
        };
    }

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        if (metrics.Find(call.Segment("keyPath")) is not { } metric)
        {
            return PageMap.NotFound("No metric of this name is reported with the settings that hold now.");
        }

        MetricQuery? query = services.Queries.OfMetrics(call.Now).FirstOrDefault(one => one.KeyPath == metric.KeyPath);
        KeptReport? kept = await services.History.LatestAsync(PingKind.AllValues, call.End).ConfigureAwait(false);
        ServicePingPayload? preview = services.Previews.Find(metrics.Permissions)?.Payload;
        return new View(metric.KeyPath, html =>
        {
            new Section("What it says here", Values(call, metric, preview, kept)).Write(html);
            new Section("Definition", Definition(call, metric).Write).Write(html);
            new Section("How it is computed", Computation(query)).Write(html);
        })
        {
            Lead = metric.Description,
        };
    }

    /// <summary>What a metric says now and in the latest ping, with a button where nothing was computed.</summary>
    internal static Content Values(PageCall call, CatalogueMetric metric, ServicePingPayload? preview, KeptReport? kept)
    {
        List<Fact> facts = [];
        if (preview?.Metrics.FirstOrDefault(one => one.KeyPath == metric.KeyPath) is { } reading)
        {
            facts.Add(new("Now", Value(preview.Json, metric.KeyPath))
            {
                Note = $"computed {Figures.Distance(preview.RecordedAt, call.Now)}, in {Figures.Elapsed(reading.Duration)}"
                    + (reading.Status == ReadingStatus.Ok ? "" : $"; {reading.Message ?? reading.Status.ToString()}"),
            });
        }

        if (kept?.Content.Json is { } json)
        {
            facts.Add(new("In the latest ping", Value(json, metric.KeyPath))
            {
                Note = $"{CycleWords.Name(kept.Cycle)}, recorded {Figures.Moment(kept.RecordedAt)}",
            });
        }

        Content compute = call.Form("preview", Form.Button("Compute the next ping"));
        return facts.Count == 0
            ? Text.All(Text.Paragraph("It was not computed in the last seven days."), compute)
            : preview is null ? Text.All(new Facts(facts).Write, compute) : new Facts(facts).Write;
    }

    private static Content Value(ReadOnlyMemory<byte> json, string keyPath)
    {
        using JsonDocument payload = JsonDocument.Parse(json);
        return PayloadValue.Find(payload.RootElement, keyPath) is { } value ? Text.Code(value) : Text.Quiet("not in it");
    }

    private static Facts Definition(PageCall call, CatalogueMetric metric) => new(
    [
        new("Category", Text.Link(call.To("metrics?category=" + CategoryWords.Name(metric.DataCategory)), CategoryWords.Name(metric.DataCategory))),
        new("Source", Source(metric.DataSource)),
        new("Time frame", Frame(metric.TimeFrame)),
        new("Value", metric.Unit is { } unit ? $"{metric.ValueType} of {unit}" : metric.ValueType),
        new("Owner", metric.ProductGroup),
        new("Status", metric.Status == MetricStatus.Broken ? Text.Badge(Tone.Warning, "broken")
            : metric.Deprecation is not null ? Text.Badge(Tone.Warning, "deprecated")
            : Text.Badge(Tone.Good, "active"))
        {
            Note = metric.Deprecation is { } deprecation ? $"since {deprecation.Since.ToString("O", CultureInfo.InvariantCulture)}: {deprecation.Reason}" : null,
        },
        new("Tiers", string.Join(", ", metric.Tiers)),
        new("Since", metric.Milestone),
        new("Introduced by", metric.IntroducedByUrl is { } address && SafeUrl.Of(address) != SafeUrl.Nowhere
            ? Text.Link(address, address)
            : Text.Quiet(metric.IntroducedByUrl ?? "not said")),
        new("Definition", Text.Code(metric.SourceFile)),
    ]);

    private static Content Computation(MetricQuery? query) => html =>
    {
        if (query?.Sql is { } sql)
        {
            html.Write($"""<p class="lead">One statement{In(query.Database)}, as it stands at this moment:</p><pre tabindex="0">{sql}</pre>""");
        }
        else if (query is { NonSql.Kind: not MetricValueKind.Null })
        {
            html.Write($"""<p class="lead">No statement; where it comes from:</p><pre tabindex="0">{Shown(query.NonSql)}</pre>""");
            if (query.RowsSql is { } rows)
            {
                html.Write($"""<p class="lead">What it is made from, by one statement{In(query.Database)}:</p><pre tabindex="0">{rows}</pre>""");
            }
        }
        else
        {
            html.Write($"""<p class="nothing">{query?.Hindrance ?? "The program computes it in its own code."}</p>""");
        }
    };

    private static string In(string? database) => database is null ? "" : $" to the database {database}";

    private static string Shown(MetricValue value) => value.Kind switch
    {
        MetricValueKind.Json => value.AsJson().GetRawText(),
        MetricValueKind.Text => value.AsText() ?? "",
        _ => value.ToString(),
    };

    private static Table Table(PageCall call, IEnumerable<CatalogueMetric> found) => new()
    {
        Caption = "Metrics that may leave",
        Nothing = "None is called so, or says so.",
        Columns = [new("Metric"), new("What it is"), new("Category"), new("Source")],
        Rows = found.Select(IReadOnlyList<Content> (metric) =>
        [
            Text.CodeLink(call.ToMetric(metric.KeyPath), metric.KeyPath),
            Text.Of(metric.Description),
            Text.Of(CategoryWords.Name(metric.DataCategory)),
            Text.Of(Source(metric.DataSource)),
        ]),
    };

    private static Content Choice(string name, string? chosen) => html =>
    {
        bool isChosen = name == chosen;
        html.Write($"""<option{isChosen:selected}>{name}</option>""");
    };

    private static bool Says(CatalogueMetric metric, string search) =>
        metric.KeyPath.Contains(search, StringComparison.OrdinalIgnoreCase)
        || metric.Description.Contains(search, StringComparison.OrdinalIgnoreCase)
        || metric.ProductGroup.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static string Source(DataSource source) => source switch
    {
        DataSource.Database => "database",
        DataSource.Redis or DataSource.RedisHll => "counter",
        DataSource.InternalEvents => "events",
        DataSource.License => "licence",
        DataSource.Prometheus => "Prometheus",
        _ => "program",
    };

    private static string Frame(TimeFrame frame) => frame switch
    {
        TimeFrame.SevenDays => "7 days",
        TimeFrame.TwentyEightDays => "28 days",
        TimeFrame.All => "all time",
        _ => "none: it says how things are",
    };
}
