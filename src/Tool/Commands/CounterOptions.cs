using System.CommandLine;
using ServicePing.Dictionary;
using ServicePing.Tool.Connections;

namespace ServicePing.Tool.Commands;

/// <summary>How commands that ask no server are told of what keeps the counters.</summary>
internal sealed class CounterOptions
{
    private readonly Option<string?> _counters = new Option<string?>("--counters")
    {
        Description = "What keeps the counters of the product: redis, postgres, or process for the program itself; keys and SQL are shown as they are there.",
    }.AcceptOnlyFromAmong(CounterStoreEntry.Redis, CounterStoreEntry.Postgres, CounterStoreEntry.Process);

    private readonly Option<string?> _prefix = new("--counter-prefix")
    {
        Description = "What all keys of counters begin with, as given to UseRedis or UsePostgresCounters; with --counters.",
    };

    internal IEnumerable<Option> All => [_counters, _prefix];

    /// <summary>What was said; null where nothing was.</summary>
    /// <exception cref="UsageException">It cannot be.</exception>
    internal CounterStoreEntry? Of(ParseResult arguments) => KeptCounters.Read(arguments.GetValue(_counters), arguments.GetValue(_prefix));
}
