using System.Globalization;
using StackExchange.Redis;

namespace ServicePing;

/// <summary>A part of a flush that Redis applies as a whole and at most once: its keys share a slot, and a marker beside them is its memory.</summary>
/// <param name="Keys">The marker, a key for registers on their way, then the key of each write.</param>
/// <param name="Arguments">What to do.</param>
/// <param name="Positions">Where the writes stand in the flush.</param>
internal sealed record FlushScript(RedisKey[] Keys, RedisValue[] Arguments, IReadOnlyList<int> Positions)
{
    private const int KeysPerScript = 250;
    private const int BytesPerScript = 1 << 20;

    // As long as a weekly counter: no outage that a marker would have to outlive is of any interest then.
    private const int MarkerSeconds = 42 * 24 * 60 * 60;

    /// <summary>
    /// The marker is the first write, so that a server that takes no writes refuses the script before it has done anything. Whatever
    /// goes wrong after that concerns one key: it is noted in the marker and answered, then and when the script is repeated.
    /// </summary>
    internal const string Text = """
        local first = redis.pcall('SET', KEYS[1], '', 'NX', 'EX', ARGV[1])
        if not first then
          return redis.call('GET', KEYS[1])
        elseif first.err then
          return first
        end
        local refused = {}
        local at = 1
        for i = 3, #KEYS do
          local command, expiry, seconds, last = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], at + 4 + tonumber(ARGV[at + 4])
          local answer
          if command == 'PFMERGE' then
            redis.call('SET', KEYS[2], ARGV[at + 5], 'EX', 60)
            answer = redis.pcall('PFMERGE', KEYS[i], KEYS[2])
          else
            for from = at + 5, last, 300 do
              answer = redis.pcall(command, KEYS[i], unpack(ARGV, from, math.min(from + 299, last)))
            end
          end
          if type(answer) == 'table' and answer.err then
            refused[#refused + 1] = i - 3 .. ' ' .. answer.err
          elseif expiry == 'renew' or expiry == 'once' and redis.call('TTL', KEYS[i]) < 0 then
            redis.call('EXPIRE', KEYS[i], seconds)
          end
          at = last
        end
        redis.call('DEL', KEYS[2])
        local note = table.concat(refused, '\n')
        if note ~= '' then
          redis.call('SET', KEYS[1], note, 'EX', ARGV[1])
        end
        return note
        """;

    internal string Marker => Keys[0]!;

    /// <summary>Divides a flush, always in the same way: by slots where the server has them, then by size.</summary>
    internal static IReadOnlyList<FlushScript> Divide(CounterFlush flush, bool isCluster)
    {
        List<FlushScript> scripts = [];
        foreach (var slot in flush.Writes.Index().GroupBy(write => isCluster ? HashSlot.Of(write.Item.Key) : 0))
        {
            List<(int Position, CounterWrite Write)> part = [];
            int bytes = 0;
            foreach ((int Position, CounterWrite Write) write in slot)
            {
                int more = Size(write.Write);
                if (part.Count == KeysPerScript || (part.Count > 0 && bytes + more > BytesPerScript))
                {
                    scripts.Add(Of(flush.Id, slot.Key, scripts.Count, part));
                    part.Clear();
                    bytes = 0;
                }

                part.Add(write);
                bytes += more;
            }

            scripts.Add(Of(flush.Id, slot.Key, scripts.Count, part));
        }

        return scripts;
    }

    /// <summary>What became of the writes, by position in the flush: null where one was applied, or why the server refused it.</summary>
    internal IEnumerable<(int Position, string? Refusal)> Outcomes(string note)
    {
        Dictionary<int, string> refusals = note.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2))
            .ToDictionary(line => int.Parse(line[0], CultureInfo.InvariantCulture), line => line[1]);
        return Positions.Select((position, i) => (position, refusals.GetValueOrDefault(i)));
    }

    private static FlushScript Of(Guid flush, int slot, int number, IReadOnlyList<(int Position, CounterWrite Write)> part)
    {
        string beside = string.Create(CultureInfo.InvariantCulture, $"{{{HashSlot.Tag(slot)}}}serviceping:flush:{flush:N}:{number}");
        return new(
            [beside, beside + ":registers", .. part.Select(one => (RedisKey)one.Write.Key)],
            [MarkerSeconds, .. part.SelectMany(one => ArgumentsOf(one.Write))],
            [.. part.Select(one => one.Position)]);
    }

    // HyperLogLogs live from the last write on, other counters from the first.
    private static IEnumerable<RedisValue> ArgumentsOf(CounterWrite write)
    {
        (string command, bool renews, RedisValue[] arguments) = write switch
        {
            CounterWrite.Count count => ("INCRBY", false, [count.By]),
            CounterWrite.Amount amount => ("INCRBYFLOAT", false, [amount.By.ToString("R", CultureInfo.InvariantCulture)]),
            CounterWrite.Field field => ("HINCRBY", false, [field.Value.ToString(), field.By]),
            CounterWrite.Values values => ("PFADD", true, values.Seen.Select(value => (RedisValue)value.ToString()).ToArray()),
            CounterWrite.Registers registers => ("PFMERGE", true, new RedisValue[] { registers.Dense }),
            _ => throw new NotSupportedException(write.GetType().Name),
        };
        string expiry = write.Lifetime is null ? "never" : renews ? "renew" : "once";
        return [command, expiry, (long)(write.Lifetime ?? default).TotalSeconds, arguments.Length, .. arguments];
    }

    private static int Size(CounterWrite write) => write switch
    {
        CounterWrite.Registers registers => registers.Dense.Length,
        CounterWrite.Values values => 32 * values.Seen.Count,
        _ => 64,
    };
}
