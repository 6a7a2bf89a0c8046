using System.Globalization;
using ServicePing.Runtime.Labels;
using StackExchange.Redis;

namespace ServicePing.Runtime.Counters;

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
    /// The marker is the first write, so that a server that takes no writes refuses the script before it has done anything. Whatever is
    /// refused after that concerns one key and one step: it is noted in the marker and answered, and done when the script is repeated,
    /// which does nothing else. A repetition begins by writing the marker again: if it may not, it changes nothing either. How many labels a
    /// hash has at most is reckoned from one look at it, and looked at again only where that may reach the limit.
    /// </summary>
    internal const string Text = """
        local function refusal(command, answer)
          return type(answer) == 'table' and answer.err and command .. ': ' .. string.gsub(answer.err, '[\r\n]', ' ') or nil
        end
        local open
        local before = ''
        local first = redis.pcall('SET', KEYS[1], '', 'NX', 'EX', ARGV[1])
        if not first then
          before = redis.pcall('GET', KEYS[1])
          if refusal('GET', before) then
            return redis.error_reply(refusal('GET', before))
          elseif before == '' then
            return before
          end
          open = {}
          for position, step in string.gmatch(before, '(%d+) (%a+)[^\n]*') do
            open[tonumber(position)] = step
          end
          first = redis.pcall('SET', KEYS[1], before, 'EX', ARGV[1])
        end
        if refusal('SET', first) then
          return redis.error_reply(refusal('SET', first))
        end
        local notes = {}
        local labels = {}
        local merged = false
        local at = 1
        for i = 3, #KEYS do
          local command, expiry, seconds, last = ARGV[at + 1], ARGV[at + 2], ARGV[at + 3], at + 4 + tonumber(ARGV[at + 4])
          local step = open == nil and 'write' or open and open[i - 3]
          local refused
          local asOther = step == 'other'
          if command == 'refused' and (step == 'write' or step == 'expire') then
            refused = ARGV[at + 5]
          elseif step == 'write' then
            if command == 'HINCRBY' then
              local field, most = ARGV[at + 5], tonumber(ARGV[at + 7])
              local held = field ~= 'other' and (labels[KEYS[i]] or most)
              if held and held >= most then
                held = redis.pcall('HLEN', KEYS[i])
                if type(held) ~= 'number' then
                  held = nil
                elseif held >= most and redis.pcall('HEXISTS', KEYS[i], field) == 0
                  and held - (redis.pcall('HEXISTS', KEYS[i], 'other') == 1 and 1 or 0) >= most then
                  field = 'other'
                  asOther = true
                end
              end
              labels[KEYS[i]] = held and held + 1 or labels[KEYS[i]]
              refused = refusal(command, redis.pcall(command, KEYS[i], field, ARGV[at + 6]))
            elseif command == 'PFMERGE' then
              refused = refusal('SET', redis.pcall('SET', KEYS[2], ARGV[at + 5], 'EX', 60))
                or refusal(command, redis.pcall(command, KEYS[i], KEYS[2]))
              merged = true
            else
              for from = at + 5, last, 300 do
                refused = refused or refusal(command, redis.pcall(command, KEYS[i], unpack(ARGV, from, math.min(from + 299, last))))
              end
            end
          end
          if step and not refused and expiry ~= 'never' then
            step = 'expire'
            local left = expiry == 'once' and redis.pcall('TTL', KEYS[i]) or -1
            refused = refusal('TTL', left)
            if not refused and left < 0 then
              refused = refusal('EXPIRE', redis.pcall('EXPIRE', KEYS[i], seconds))
            end
          end
          if refused then
            notes[#notes + 1] = i - 3 .. ' ' .. step .. ' ' .. refused
          elseif asOther then
            notes[#notes + 1] = i - 3 .. ' other label'
          end
          at = last
        end
        if merged then
          redis.pcall('SET', KEYS[2], '', 'PX', 1)
        end
        local note = table.concat(notes, '\n')
        if note ~= before then
          redis.call('SET', KEYS[1], note, 'EX', ARGV[1])
        end
        return note
        """;

    internal string Marker => Keys[0]!;

    /// <summary>Divides a flush, always in the same way: by slots where the server has them, then by size.</summary>
    internal static IReadOnlyList<FlushScript> Divide(CounterFlush flush, bool isCluster, string keyPrefix)
    {
        List<FlushScript> scripts = [];
        foreach (var slot in flush.Writes.Index().GroupBy(write => isCluster ? HashSlot.Of(keyPrefix + write.Item.Key) : 0))
        {
            List<(int Position, CounterWrite Write)> part = [];
            int bytes = 0;
            foreach ((int Position, CounterWrite Write) write in slot)
            {
                int more = Size(write.Write);
                if (part.Count == KeysPerScript || (part.Count > 0 && bytes + more > BytesPerScript))
                {
                    scripts.Add(Of(keyPrefix, flush.Id, slot.Key, scripts.Count, part));
                    part.Clear();
                    bytes = 0;
                }

                part.Add(write);
                bytes += more;
            }

            scripts.Add(Of(keyPrefix, flush.Id, slot.Key, scripts.Count, part));
        }

        return scripts;
    }

    /// <summary>The same script without the keys that the user may not touch: their writes are noted with the server's reason.</summary>
    internal FlushScript Without(IReadOnlyDictionary<RedisKey, string> refused)
    {
        List<RedisKey> keys = [.. Keys[..2]];
        List<RedisValue> arguments = [Arguments[0]];
        int at = 1;
        foreach (RedisKey key in Keys.Skip(2))
        {
            int next = at + 4 + (int)Arguments[at + 3];
            bool isRefused = refused.TryGetValue(key, out string? reason);
            keys.Add(isRefused ? Keys[0] : key);
            arguments.AddRange(isRefused ? ["refused", "never", 0, 1, reason] : Arguments[at..next]);
            at = next;
        }

        return this with { Keys = [.. keys], Arguments = [.. arguments] };
    }

    /// <summary>What became of the writes, by position in the flush, and why where one was refused.</summary>
    internal IEnumerable<(int Position, WriteOutcome Outcome, string? Reason)> Outcomes(string note)
    {
        Dictionary<int, (WriteOutcome Outcome, string? Reason)> notes = note.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 3))
            .ToDictionary(
                line => int.Parse(line[0], CultureInfo.InvariantCulture),
                line => Outcome(line[1], line[2]));
        return Positions.Select((position, i) => notes.TryGetValue(i, out (WriteOutcome Outcome, string? Reason) noted)
            ? (position, noted.Outcome, noted.Reason)
            : (position, WriteOutcome.Applied, null));
    }

    private static (WriteOutcome Outcome, string? Reason) Outcome(string step, string reason) => step switch
    {
        LabelLimits.Other => (WriteOutcome.AppliedAsOther, null),
        "write" when IsForEver(reason) => (WriteOutcome.Rejected, reason),
        _ => (WriteOutcome.Retry, reason),
    };

    /// <summary>Whether a refusal is about what the key holds. All else, such as a missing right, may be another answer tomorrow.</summary>
    private static bool IsForEver(string reason) =>
        reason.Contains("WRONGTYPE", StringComparison.Ordinal)
        || reason.Contains("INVALIDOBJ", StringComparison.Ordinal)
        || reason.Contains("not an integer", StringComparison.Ordinal)
        || reason.Contains("not a valid float", StringComparison.Ordinal)
        || reason.Contains("not a float", StringComparison.Ordinal)
        || reason.Contains("would overflow", StringComparison.Ordinal)
        || reason.Contains("NaN or Infinity", StringComparison.Ordinal);

    private static FlushScript Of(
        string keyPrefix, Guid flush, int slot, int number, IReadOnlyList<(int Position, CounterWrite Write)> part)
    {
        string beside = string.Create(
            CultureInfo.InvariantCulture, $"{keyPrefix}{{{HashSlot.Tag(slot)}}}serviceping:flush:{flush:N}:{number}");
        return new(
            [beside, beside + ":registers", .. part.Select(one => (RedisKey)(keyPrefix + one.Write.Key))],
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
            CounterWrite.Field field => ("HINCRBY", false, [field.Value.ToString(), field.By, field.Most]),
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
