using System.Globalization;
using ServicePing.Runtime.Sketches;
using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

/// <summary>
/// A look at a Redis: whether it lets us do what a flush and a collection do. It does so with keys of its own that go within a minute; of
/// the program's keys it only asks whether they are for us.
/// </summary>
internal sealed class RedisCheck(IDatabase database, string keyPrefix)
{
    private const int KeysNamed = 5;

    private static readonly TimeSpan Life = TimeSpan.FromMinutes(1);

    private readonly string _scratch = $"{{serviceping}}serviceping:flush:check:{Guid.NewGuid():N}:";

    /// <summary>What a Redis user needs, as the rules of <c>ACL SETUSER</c>.</summary>
    internal static string RulesOf(string keyPrefix) =>
        $"~{keyPrefix}* +@connection +eval +set +get +mget +exists +hgetall +incrby +incrbyfloat +hincrby +pfadd +pfmerge +expire +ttl +info"
        + " +cluster|nodes +asking";

    private string WayOut => $"Give the Redis user the rights of docs/redis.md: ACL SETUSER … {RulesOf(keyPrefix)}";

    /// <summary>Redis cannot be asked at all.</summary>
    internal static MetricFinding Unreachable(Exception exception) => new(
        FindingSeverity.Error,
        exception is TimeoutException ? "Redis did not answer in time." : exception.Message,
        "Start the server, or correct its address, user and password.");

    internal async Task<IReadOnlyList<MetricFinding>> RunAsync(IReadOnlyCollection<string> keys)
    {
        List<MetricFinding> findings = [];
        try
        {
            findings.AddRange(Refusals(await WriteAsync().ConfigureAwait(false)));
        }
        catch (RedisServerException exception)
        {
            // Nothing may be written at all: what else there is would only say so again.
            return [Refused(exception.Message)];
        }

        findings.AddRange(Refusals(await ReadAsync().ConfigureAwait(false)));
        findings.AddRange(await CheckKeysAsync(keys).ConfigureAwait(false));
        findings.AddRange(await CheckMemoryAsync().ConfigureAwait(false));
        return findings;
    }

    /// <summary>Writes one counter of each kind as a flush does.</summary>
    private async Task<IEnumerable<string>> WriteAsync()
    {
        CounterFlush flush = new(Guid.NewGuid(),
        [
            new CounterWrite.Count(_scratch + "total", Life, 1),
            new CounterWrite.Amount(_scratch + "sum", Life, 0.5),
            new CounterWrite.Field(_scratch + "fields", Life, "x", 1),
            new CounterWrite.Values(_scratch + "values", Life, ["x"]),
            new CounterWrite.Registers(_scratch + "registers", Life, RedisSketch.ToDense(new HyperLogLog())),
        ]);
        FlushScript script = FlushScript.Divide(flush, RedisConnection.IsCluster(database.Multiplexer), keyPrefix).Single();
        RedisValue[] arguments = [(long)Life.TotalSeconds, .. script.Arguments[1..]];
        RedisResult note = await database
            .ScriptEvaluateAsync(FlushScript.Text, script.Keys, arguments, CommandFlags.NoScriptCache).ConfigureAwait(false);
        return script.Outcomes((string?)note ?? "").Select(outcome => outcome.Reason).OfType<string>();
    }

    /// <summary>Reads it as a collection does.</summary>
    private async Task<IEnumerable<string>> ReadAsync()
    {
        RedisKey total = keyPrefix + _scratch + "total";
        RedisKey fields = keyPrefix + _scratch + "fields";
        string?[] refusals = await Task.WhenAll(
            RefusalAsync("MGET", () => database.StringGetAsync([total, total])),
            RefusalAsync("GET", () => database.StringGetAsync(total)),
            RefusalAsync("EXISTS", () => database.ExecuteAsync("EXISTS", total)),
            RefusalAsync("HGETALL", () => database.HashGetAllAsync(fields)),
            RefusalAsync("EXPIRE", () => database.KeyExpireAsync(total, Life))).ConfigureAwait(false);
        return refusals.OfType<string>();
    }

    private static async Task<string?> RefusalAsync(string command, Func<Task> ask)
    {
        try
        {
            await ask().ConfigureAwait(false);
            return null;
        }
        catch (RedisServerException exception)
        {
            return $"{command}: {exception.Message}";
        }
    }

    private IEnumerable<MetricFinding> Refusals(IEnumerable<string> reasons) => reasons.Distinct(StringComparer.Ordinal).Select(Refused);

    private MetricFinding Refused(string reason) => new(
        FindingSeverity.Error,
        reason,
        RedisKeyRights.IsMissing(reason)
            ? WayOut
            : "Change what the server names here; until then everything is kept by the program.");

    private async Task<IEnumerable<MetricFinding>> CheckKeysAsync(IReadOnlyCollection<string> keys)
    {
        RedisKey[] refused =
        [
            .. (await RedisKeyRights.RefusedAsync(database, keys.Select(key => (RedisKey)(keyPrefix + key))).ConfigureAwait(false)).Keys,
        ];
        string more = refused.Length > KeysNamed
            ? string.Create(CultureInfo.InvariantCulture, $" and {refused.Length - KeysNamed} more")
            : "";
        return refused.Length == 0
            ? []
            : [new(FindingSeverity.Error, $"The Redis user has no right to the keys {string.Join(", ", refused.Take(KeysNamed))}{more}.", WayOut)];
    }

    /// <summary>A server that throws keys away when its memory is full throws counters away, and the memory of what was counted.</summary>
    private async Task<IEnumerable<MetricFinding>> CheckMemoryAsync()
    {
        string info;
        try
        {
            // The client keeps INFO to administrators; the server does not.
            info = (string?)await database
                .ScriptEvaluateAsync("return redis.call('INFO', 'memory')", [], [], CommandFlags.NoScriptCache).ConfigureAwait(false) ?? "";
        }
        catch (RedisServerException exception)
        {
            return [new(FindingSeverity.Info, $"Whether the server evicts keys cannot be told: {exception.Message}", WayOut)];
        }

        string? policy = ValueOf(info, "maxmemory_policy");
        return ValueOf(info, "maxmemory") is null or "0" || policy is null or "noeviction"
            ? []
            :
            [
                new(
                    FindingSeverity.Warning,
                    $"The server evicts keys when its memory is full (maxmemory-policy {policy}): counters may be lost, and with them the"
                    + " markers by which a repeated flush is told from a new one.",
                    "Set maxmemory-policy to noeviction, or give the counters a Redis of their own."),
            ];
    }

    private static string? ValueOf(string info, string name) => info.Split('\n')
        .Select(line => line.TrimEnd('\r').Split(':', 2))
        .FirstOrDefault(parts => parts.Length == 2 && parts[0] == name)?[1];
}
