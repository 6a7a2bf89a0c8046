using System.Text.Json;
using ServicePing.Dictionary;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>The dictionary that the program brings with it, without what may not be shown and with the values of this installation.</summary>
internal sealed class DictionaryPage(PageServices services, ServicePingHttpOptions options)
{
    internal const string Address = "dictionary/{**path}";

    internal const string First = "dictionary/index.html";

    private readonly ShownDictionary _dictionary = new(() => Twins.Read(File.ReadAllBytes(ShippedDictionary.PathOf(options)!)));

    internal static Task<Outcome> BeginAsync(PageCall _) => Task.FromResult<Outcome>(new Redirect(First));

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        if (ShippedDictionary.PathOf(options) is null)
        {
            return PageMap.NotFound("This program brings no dictionary with it.");
        }

        ShownMetrics metrics = await services.MetricsAsync(call).ConfigureAwait(false);
        if (!metrics.IsKnown)
        {
            return new View("Dictionary", Notices.Unknown);
        }

        KeptReport? kept = await services.History.LatestAsync(PingKind.AllValues, call.End).ConfigureAwait(false);
        ServicePingPayload? preview = services.Previews.Find(metrics.Permissions)?.Payload;
        HostedSite host = new()
        {
            Back = new NavigationItem("Service ping", "../"),
            Here = keyPath => MetricPage.Values(call, metrics.Find(keyPath)!, preview, kept),
            Sample = preview is null ? "With the value that it has in the latest ping." : "With the value that was computed for the next ping.",
        };
        string path = call.Page["dictionary/".Length..];
        try
        {
            return _dictionary.Files(metrics, preview, kept, call.Now, Counted(call)).TryGetValue(path, out SiteFile? found)
                ? new Served(TypeOf(path), found.In(host))
                : PageMap.NotFound("The dictionary has no such page, or it may not be shown with the settings that hold now.");
        }
        catch (JsonException exception)
        {
            return new View("Dictionary", Notices.Failure(
                "It cannot be read", $"{ShippedDictionary.PathOf(options)}: {exception.Message} Build the program again with the version of ServicePing that it runs with."))
            {
                Status = 500,
            };
        }
    }

    /// <summary>The dictionary was made for a product, and this is an installation of it, which may keep its counters elsewhere.</summary>
    private CountedDictionary Counted(PageCall call)
    {
        ServicePingQueries queries = services.Queries;
        Lazy<Dictionary<string, CounterSql>> sql = new(() => queries.OfMetrics(call.Now)
            .ToDictionary(query => query.KeyPath, query => new CounterSql(query.Database, query.Sql, query.RowsSql), StringComparer.Ordinal));
        string kind = queries.CounterStore switch
        {
            CounterStoreKind.Redis => CounterStoreEntry.Redis,
            CounterStoreKind.Postgres => CounterStoreEntry.Postgres,
            CounterStoreKind.InProcess => CounterStoreEntry.Process,
            _ => CounterStoreEntry.None,
        };
        return new CountedDictionary(new CounterStoreEntry(kind, queries.CounterKeyPrefix), call.Now, keyPath => sql.Value.GetValueOrDefault(keyPath));
    }

    private static string TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => Answer.JsonType,
        ".ics" => "text/calendar; charset=utf-8",
        ".csv" => "text/csv; charset=utf-8",
        _ => "text/plain; charset=utf-8",
    };
}
