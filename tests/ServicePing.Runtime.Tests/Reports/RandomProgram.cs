using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>
/// A program of metrics of all sources at random, each of which leaves a mark where it is computed: <c>7770000 + slot</c> in its SQL,
/// <c>key{slot}</c> in Redis, itself in <see cref="Called"/>, <c>flag{slot}</c> at the feature flags.
/// </summary>
internal sealed partial class RandomProgram
{
    private const int FirstMark = 7_770_000;

    private static readonly string[] Owners = ["planning", "delivery", "verify"];

    private readonly List<MetricPlan> _plans = [];

    /// <summary>The slots that metrics need, besides themselves.</summary>
    private readonly Dictionary<int, int[]> _parts = [];
    private readonly HashSet<int> _database = [];
    private readonly HashSet<int> _counters = [];
    private readonly HashSet<int> _facts = [];
    private readonly HashSet<int> _flags = [];
    private readonly HashSet<int> _absent = [];
    private readonly HashSet<int> _deprecated = [];

    public RandomProgram(Random random)
    {
        int count = random.Next(6, 30);
        for (int i = 0; i < count; i++)
        {
            Add(random, $"{"abc"[random.Next(3)]}.{"de"[random.Next(2)]}.m{i:D2}");
        }

        Set.MetricPlans.AddRange(_plans);
        Categories = [.. Enum.GetValues<DataCategory>().Where(_ => random.Next(4) > 0)];
        LeftOut = [.. _plans.Select(plan => plan.KeyPath).Where(_ => random.Next(5) == 0)];
        LeftOutOwners = [.. Owners.Where(_ => random.Next(4) == 0)];
    }

    public TestSet Set { get; } = new();

    public DataCategory[] Categories { get; }

    public string[] LeftOut { get; }

    public string[] LeftOutOwners { get; }

    public HashSet<int> Called { get; } = [];

    public HashSet<int> Asked { get; } = [];

    public PingPermissions Permissions => new() { Categories = Categories, LeftOutKeyPaths = LeftOut, LeftOutOwners = LeftOutOwners };

    /// <summary>Says whose metrics are which, beside what the program's other sets carry.</summary>
    public ServicePingCatalogue Catalogue(IServiceProvider services) => new(
        [.. services.GetServices<MetricSet>()],
        StandardMetricSet.Instance,
        set => set == Set ? [Text] : set.GetType().GetCustomAttributes<MetricCatalogueAttribute>().Select(one => one.Text));

    private string Text => "ServicePing catalogue 2\nM=key_path|product_group|data_category\n" + string.Concat(
        _plans.Select((plan, slot) => $"M|'{plan.KeyPath}|'{OwnerOf(slot)}|'{plan.DataCategory.ToString().ToLowerInvariant()}\n"));

    private static string OwnerOf(int slot) => Owners[slot % Owners.Length];

    /// <summary>The key paths that a report may have.</summary>
    public IEnumerable<string> PermittedKeyPaths => Permitted.Select(slot => _plans[slot].KeyPath);

    /// <summary>Those of them that no feature flag leaves out.</summary>
    public IEnumerable<string> Shown => Permitted.Where(slot => !_absent.Contains(slot)).Select(slot => _plans[slot].KeyPath);

    public IEnumerable<int> Database(bool withSql) => Needed(withSql).Where(_database.Contains);

    public IEnumerable<int> Counters(bool withSql) => Needed(withSql).Where(_counters.Contains);

    public IEnumerable<int> Facts(bool withSql) => Needed(withSql).Where(_facts.Contains);

    public IEnumerable<int> Flags => Needed(withSql: true).Where(_flags.Contains);

    public bool IsSql(string keyPath) => NeedsSql(_plans.FindIndex(plan => plan.KeyPath == keyPath));

    /// <summary>The metrics that have left a mark in a text.</summary>
    public static IEnumerable<int> InSql(string text) =>
        SqlMark().Matches(text).Select(mark => int.Parse(mark.ValueSpan, CultureInfo.InvariantCulture) - FirstMark).Distinct();

    /// <summary>The metrics whose keys are in commands.</summary>
    public static IEnumerable<int> InKeys(IEnumerable<string> commands) => commands
        .SelectMany(command => KeyMark().Matches(command))
        .Select(mark => int.Parse(mark.Groups[1].ValueSpan, CultureInfo.InvariantCulture))
        .Distinct();

    /// <summary>Whether the flag of a metric is on; it is noted that somebody asks.</summary>
    public bool IsFeatureEnabled(string flag)
    {
        int slot = int.Parse(flag.AsSpan("flag".Length), CultureInfo.InvariantCulture);
        lock (Asked)
        {
            Asked.Add(slot);
        }

        return slot % 2 == 0;
    }

    private IEnumerable<int> Permitted => Enumerable.Range(0, _plans.Count)
        .Where(slot => Categories.Contains(_plans[slot].DataCategory)
            && !LeftOut.Contains(_plans[slot].KeyPath)
            && !LeftOutOwners.Contains(OwnerOf(slot)));

    private HashSet<int> Needed(bool withSql)
    {
        HashSet<int> needed = [];
        foreach (int slot in Permitted.Where(slot => withSql || !NeedsSql(slot)))
        {
            Need(slot);
        }

        return needed;

        void Need(int slot)
        {
            if (needed.Add(slot))
            {
                Array.ForEach(_parts.GetValueOrDefault(slot, []), Need);
            }
        }
    }

    private bool NeedsSql(int slot) => _database.Contains(slot) || Array.Exists(_parts.GetValueOrDefault(slot, []), NeedsSql);

    private void Add(Random random, string keyPath)
    {
        int slot = _plans.Count;
        DataSource source = DataSource.Database;
        TimeFrame frame = TimeFrame.All;
        MetricStatus status = MetricStatus.Active;
        int[] sketches = [.. Set.RelationPlans.SelectMany(relation => relation.Fragments).Where(one => one.Sketch is not null).Select(one => one.Slot)];
        int[] numbers = [.. Enumerable.Range(0, slot).Where(one => !_absent.Contains(one) && !_deprecated.Contains(one))];
        switch (random.Next(9))
        {
            case 0 or 1:
                AddFragment(random.Next(3), new QueryFragment(slot, Operation.Count) { Filter = Mark(slot) });
                break;
            case 2:
                AddFragment(random.Next(3), new QueryFragment(slot, Operation.EstimateBatchDistinctCount)
                {
                    Columns = ["author_id"], Filter = Mark(slot), Sketch = $"sketch{slot}",
                });
                break;
            case 3:
                source = DataSource.InternalEvents;
                _counters.Add(slot);
                Set.CounterReadPlans.Add(new CounterReadPlan(slot, CounterKind.Total, TimeFrame.All, [$"key{slot}"]));
                break;
            case 4:
                (source, frame) = (DataSource.RedisHll, TimeFrame.SevenDays);
                _counters.Add(slot);
                _flags.Add(slot);
                if (slot % 2 == 1)
                {
                    // Its flag is off, so that no key is read.
                    _absent.Add(slot);
                    _counters.Remove(slot);
                }

                Set.AggregatePlans.Add(new AggregatePlan(
                    slot, AggregateOperator.Or, frame, [new CountedSet(SetSource.Counter, $"key{slot}")], $"flag{slot}"));
                break;
            case 5 when sketches.Length > 0:
                int[] some = [.. sketches.Where(_ => random.Next(2) == 0).DefaultIfEmpty(sketches[0])];
                _parts[slot] = some;
                Set.AggregatePlans.Add(new AggregatePlan(
                    slot, AggregateOperator.Or, frame, [.. some.Select(one => new CountedSet(SetSource.Sketch, $"sketch{one}"))]));
                break;
            case 6 when numbers.Length > 0:
                int[] parts = [.. numbers.Where(_ => random.Next(4) == 0).DefaultIfEmpty(numbers[^1])];
                _parts[slot] = parts;
                Set.CompositePlans.Add(new CompositePlan(slot, CompositeOperation.Add, parts));
                break;
            case 7:
                (source, status) = random.Next(2) == 0 ? (source, MetricStatus.Deprecated) : (source, status);
                if (status == MetricStatus.Deprecated)
                {
                    _deprecated.Add(slot);
                }
                else
                {
                    Set.ConstantPlans.Add(new ConstantPlan(slot, "7"));
                }

                break;
            default:
                source = DataSource.System;
                _facts.Add(slot);
                Set.FactPlans.Add(new FactPlan(slot, $"Class{slot}", "{}", (_, _) =>
                {
                    lock (Called)
                    {
                        Called.Add(slot);
                    }

                    return ValueTask.FromResult(MetricValue.From(slot));
                }));
                break;
        }

        _plans.Add(new MetricPlan(keyPath, ValueShape.Integer, status, frame, source, (DataCategory)random.Next(4)));
    }

    private static string Mark(int slot) => $"id <> {FirstMark + slot}";

    private void AddFragment(int table, QueryFragment fragment)
    {
        _database.Add(fragment.Slot);
        string name = ((string[])["issues", "nothing", "vehicles"])[table];
        fragment = table == 2 ? fragment with { Columns = fragment.Columns.Count == 0 ? [] : ["wheels"] } : fragment;
        Set.RelationPlans.Add(new RelationPlan("main", null, name, [], [fragment]));
    }

    [GeneratedRegex(@"\b777[0-9]{4}\b")]
    private static partial Regex SqlMark();

    [GeneratedRegex(@"\bkey([0-9]+)\b")]
    private static partial Regex KeyMark();
}
