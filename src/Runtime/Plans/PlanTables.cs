using System.ComponentModel;
using System.Globalization;

namespace ServicePing.Runtime.Plans;

/// <summary>Makes plan records of the tables in generated code, when somebody asks for them.</summary>
/// <remarks>
/// Text costs a build a tenth of what statements cost that construct the same records, and a program nothing before it is read.
/// Enumeration members are written by their number.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class PlanTables
{
    /// <summary>
    /// The metrics, by slot: <c>14|weekly|01230</c> has the first 14 characters of the key path before it, then shape, status, time
    /// frame, data source and data category, and where nothing computes the value, why: a sentence, or the position of one that
    /// the part has had.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<MetricPlan> Metrics(TablePart table, int parts) => Read<MetricPlan>(table, parts, ReadMetrics);

    /// <summary>
    /// The counters to read, by slot: <c>7:2;8:1|2|~close_issue-user</c> has slots with their windows, the kind, the keys, in which <c>~</c>
    /// is the hash tag of the kind, and where they differ from the keys the names.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<CounterReadPlan> CounterReads(TablePart table, int parts) => Read<CounterReadPlan>(table, parts, ReadCounterReads);

    /// <summary>
    /// The aggregates, by slot: <c>3|02|0;create_issue</c> has operator and window, sources with names, and a feature flag.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<AggregatePlan> Aggregates(TablePart table, int parts) => Read<AggregatePlan>(table, parts, ReadAggregates);

    /// <summary>The known events: name, aggregation, category, slot, days to live and feature flag.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<KnownEvent> KnownEvents(TablePart table, int parts) => Read<KnownEvent>(table, parts, ReadKnownEvents);

    /// <summary>
    /// The events: <c>create_issue|user;label|1;2;bug;idea</c> has the arguments and, where an argument has a list of its only values, its
    /// position, their number and the values; then, where identifiers do not have GitLab's names, how many of the arguments are some; and
    /// below it a row for each counter that it moves:
    /// <c> 21|~-user|0|1=bug</c> has kind and whether it is weekly, the key, in which <c>~</c> is the hash tag of the kind and the event,
    /// the argument that is counted, and conditions on arguments; <c>#</c> stands before a number.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<EventPlan> Events(TablePart table, int parts) => Read<EventPlan>(table, parts, ReadEvents);

    /// <summary>The facts, by slot, with the classes that compute them and their options.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    /// <param name="readerOf">The call of a class by its name; null for one that the program does not have.</param>
    public static IReadOnlyList<FactPlan> Facts(
        TablePart table, int parts, Func<string, Func<FactContext, CancellationToken, ValueTask<MetricValue>>?> readerOf)
    {
        ArgumentNullException.ThrowIfNull(readerOf);
        IReadOnlyList<FactPlan> rows = Read<FactPlan>(table, parts, ReadFacts);
        return [.. rows.Select(row => row with { Read = readerOf(row.InstrumentationClass) })];
    }

    /// <summary>What is computed from other metrics, by slot: the operation by number, and their slots.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<CompositePlan> Composites(TablePart table, int parts) => Read<CompositePlan>(table, parts, ReadComposites);

    /// <summary>The constants, by slot, as JSON.</summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<ConstantPlan> Constants(TablePart table, int parts) => Read<ConstantPlan>(table, parts, ReadConstants);

    /// <summary>
    /// What Prometheus is asked for, by slot: <c>7|sum(up @ ;)|job|job;up</c> has the pieces of the query, labels and the members of a list, the
    /// last two where there are some.
    /// </summary>
    /// <param name="table">The table.</param>
    /// <param name="parts">How many parts it has.</param>
    public static IReadOnlyList<PrometheusPlan> Prometheus(TablePart table, int parts) => Read<PrometheusPlan>(table, parts, ReadPrometheus);

    private static T[] Read<T>(TablePart table, int parts, ReadRows<T> read)
    {
        ArgumentNullException.ThrowIfNull(table);
        List<T> rows = [];
        for (int part = 0; part < parts; part++)
        {
            TableText text = new(table(part));
            read(ref text, rows);
        }

        return [.. rows];
    }

    private static void ReadMetrics(ref TableText text, List<MetricPlan> rows)
    {
        string before = "";
        List<string> reasons = [];
        while (text.NextRow())
        {
            before = string.Concat(before.AsSpan(0, text.Number()), text.Required());
            ReadOnlySpan<byte> digits = text.Raw();
            rows.Add(new MetricPlan(
                before,
                (ValueShape)Digit(digits, 0),
                (MetricStatus)Digit(digits, 1),
                (TimeFrame)Digit(digits, 2),
                (DataSource)Digit(digits, 3),
                (DataCategory)Digit(digits, 4),
                text.HasField ? Reason(text.Raw(), reasons) : null));
        }
    }

    private static string Reason(ReadOnlySpan<byte> field, List<string> known)
    {
        if (field[0] is >= (byte)'0' and <= (byte)'9')
        {
            return known[TableText.Number(field)];
        }

        known.Add(TableText.Unescape(field)!);
        return known[^1];
    }

    private static void ReadCounterReads(ref TableText text, List<CounterReadPlan> rows)
    {
        while (text.NextRow())
        {
            ReadOnlySpan<byte> slots = text.Raw();
            CounterKind kind = (CounterKind)text.Number();
            string[] keys = text.Texts(CounterReadPlan.TagOf(kind));
            string[]? names = text.HasField ? text.Texts() : null;
            while (!slots.IsEmpty)
            {
                ReadOnlySpan<byte> window = TableText.Next(ref slots, (byte)';');
                int slot = TableText.Number(TableText.Next(ref window, (byte)':'));
                rows.Add(new CounterReadPlan(slot, kind, (TimeFrame)Digit(window, 0), keys, names));
            }
        }
    }

    private static void ReadAggregates(ref TableText text, List<AggregatePlan> rows)
    {
        while (text.NextRow())
        {
            int slot = text.Number();
            ReadOnlySpan<byte> digits = text.Raw();
            AggregateOperator @operator = (AggregateOperator)Digit(digits, 0);
            TimeFrame window = (TimeFrame)Digit(digits, 1);
            List<CountedSet> sets = [];
            ReadOnlySpan<byte> field = text.Raw();
            while (!field.IsEmpty)
            {
                SetSource source = (SetSource)TableText.Number(TableText.Next(ref field, (byte)';'));
                sets.Add(new CountedSet(source, TableText.Unescape(TableText.Next(ref field, (byte)';'))!));
            }

            rows.Add(new AggregatePlan(slot, @operator, window, [.. sets], text.HasField ? text.Text() : null));
        }
    }

    private static void ReadKnownEvents(ref TableText text, List<KnownEvent> rows)
    {
        while (text.NextRow())
        {
            rows.Add(new KnownEvent(text.Required(), (EventAggregation)text.Number())
            {
                Category = text.Text(),
                Slot = text.Text(),
                ExpiryDays = text.Text() is { } days ? int.Parse(days, CultureInfo.InvariantCulture) : null,
                FeatureFlag = text.Text(),
            });
        }
    }

    private static void ReadEvents(ref TableText text, List<EventPlan> rows)
    {
        while (text.NextRow())
        {
            string name = text.Required();
            string[] arguments = text.Texts();
            Dictionary<string, IReadOnlyList<string>> values = text.HasField ? Values(arguments, text.Texts()) : [];
            int? identifiers = text.HasField ? text.Number() : null;
            List<CounterRule> rules = [];
            while (text.NextIndented())
            {
                ReadOnlySpan<byte> digits = text.Raw();
                CounterKind kind = (CounterKind)Digit(digits, 0);
                string key = text.Required(CounterReadPlan.TagOf(kind), name);
                int argument = text.HasField ? text.Number() : -1;
                rules.Add(new CounterRule(
                    kind, key, Digit(digits, 1) == 1, argument, text.HasField ? Filter(text.Raw()) : null));
            }

            rows.Add(new EventPlan(name, arguments, [.. rules]) { Values = values, Identifiers = identifiers });
        }
    }

    /// <summary>The position of an argument and the number of its values stand before them.</summary>
    private static Dictionary<string, IReadOnlyList<string>> Values(string[] arguments, string[] items)
    {
        Dictionary<string, IReadOnlyList<string>> values = new(StringComparer.Ordinal);
        for (int i = 0; i < items.Length;)
        {
            string argument = arguments[int.Parse(items[i], CultureInfo.InvariantCulture)];
            int end = i + 2 + int.Parse(items[i + 1], CultureInfo.InvariantCulture);
            values[argument] = items[(i + 2)..end];
            i = end;
        }

        return values;
    }

    private static void ReadFacts(ref TableText text, List<FactPlan> rows)
    {
        while (text.NextRow())
        {
            rows.Add(new FactPlan(text.Number(), text.Required(), text.Required(), null));
        }
    }

    private static void ReadComposites(ref TableText text, List<CompositePlan> rows)
    {
        while (text.NextRow())
        {
            rows.Add(new CompositePlan(
                text.Number(), (CompositeOperation)text.Number(), [.. text.Texts().Select(static part => int.Parse(part, CultureInfo.InvariantCulture))]));
        }
    }

    private static void ReadConstants(ref TableText text, List<ConstantPlan> rows)
    {
        while (text.NextRow())
        {
            rows.Add(new ConstantPlan(text.Number(), text.Required()));
        }
    }

    private static void ReadPrometheus(ref TableText text, List<PrometheusPlan> rows)
    {
        while (text.NextRow())
        {
            rows.Add(new PrometheusPlan(
                text.Number(), text.Texts(), text.HasField ? text.Texts() : [], text.HasField ? text.Texts() : []));
        }
    }

    private static ArgumentFilter[] Filter(ReadOnlySpan<byte> field)
    {
        List<ArgumentFilter> conditions = [];
        while (!field.IsEmpty)
        {
            ReadOnlySpan<byte> condition = TableText.Next(ref field, (byte)';');
            int end = condition.IndexOfAny((byte)'=', (byte)'#', (byte)'<');
            int argument = TableText.Number(condition[..end]);
            string value = TableText.Unescape(condition[(end + 1)..])!;
            conditions.Add(condition[end] switch
            {
                (byte)'<' => Range(argument, value),
                (byte)'#' => new ArgumentFilter(argument, Number(value)),
                _ => new ArgumentFilter(argument, value),
            });
        }

        return [.. conditions];
    }

    private static ArgumentFilter Range(int argument, string value)
    {
        int dots = value.IndexOf("..", StringComparison.Ordinal);
        return new ArgumentFilter(argument, End(value[..dots]), End(value[(dots + 2)..]));

        static EventValue End(string number) => number.Length == 0 ? EventValue.None : Number(number);
    }

    private static EventValue Number(string value) => long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer)
        ? integer
        : double.Parse(value, NumberStyles.Float, CultureInfo.InvariantCulture);

    private static int Digit(ReadOnlySpan<byte> digits, int position) => digits[position] - '0';

    private delegate void ReadRows<T>(ref TableText text, List<T> rows);
}
