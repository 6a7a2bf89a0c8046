using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>Random filters through the real generator, over random calls: each metric is what a plain loop over the calls counts.</summary>
public sealed class FilterDifferentialTests
{
    private const int Filters = 150;
    private const int Calls = 400;

    private static readonly string[] Labels = ["bug", "idea", "task", "a b", "1"];
    private static readonly double[] Numbers = [-1, 0, 1, 1.5, 2, 3, 7, 10, 9007199254740992];

    [Fact]
    public async Task Each_metric_counts_what_its_filter_takes()
    {
        Random random = new(20261130);
        Drawn[] drawn = [.. Enumerable.Range(0, Filters).Select(number => Drawn.Draw(number, random))];
        TestProject project = drawn.Aggregate(
            new TestProject().With("events/open.yml", Yaml.Event("open", """
                identifiers: [user]
                additional_properties:
                  label: { description: The label }
                  value: { description: The value }
                  size: { description: The size }
                """)),
            (files, one) => files.With($"metrics/{one.Name}.yml", Yaml.Metric("counts." + one.Name, "internal_events", one.Yaml, one.IsUnique ? "7d" : "all")));
        using GeneratedSet generated = new(project.Generate().Compilation);
        ServiceCollection services = new();
        Testing.SettableClock clock = new(new DateTimeOffset(2026, 11, 12, 8, 0, 0, TimeSpan.Zero));
        services.AddSingleton<TimeProvider>(clock);
        ServicePingServiceCollectionExtensions.AddServicePing(services, ping => ping.UseInProcessCounters(), generated.Set);
        await using ServiceProvider provider = services.BuildServiceProvider();
        EventTracker tracker = provider.GetRequiredService<EventTracker>();
        Call[] calls = [.. Enumerable.Range(0, Calls).Select(_ => Call.Draw(random))];
        foreach (Call call in calls)
        {
            TrackingResult result = tracker.TrackByName(
                "open", new Dictionary<string, EventValue> { ["user"] = call.User },
                new Dictionary<string, EventValue> { ["label"] = call.Label, ["value"] = call.Value, ["size"] = call.Size });
            Assert.True(result.IsTracked);
        }

        await tracker.FlushAsync();
        clock.Advance(TimeSpan.FromDays(7));
        ServicePingPayload payload = await provider.GetRequiredService<ServicePingCollector>().CollectAsync();

        Dictionary<string, long> counted = payload.Metrics.Where(metric => metric.KeyPath.StartsWith("counts.f", StringComparison.Ordinal))
            .ToDictionary(metric => metric.KeyPath.Replace("_weekly", "", StringComparison.Ordinal), metric => metric.Value.AsInt64());
        string[] wrong =
        [
            .. from one in drawn
               let taken = calls.Where(one.Takes)
               let expected = one.IsUnique ? taken.Select(call => call.User).Distinct().Count() : taken.Count()
               where counted["counts." + one.Name] != expected
               select $"{one.Yaml}: {counted["counts." + one.Name]} instead of {expected}",
        ];
        Assert.True(wrong.Length == 0, string.Join("\n", wrong));
        AssertMoves(generated.Set, drawn, calls);
        Assert.True(drawn.Count(one => calls.Any(one.Takes)) > Filters / 2, "Most filters take nothing.");
    }

    /// <summary>Whoever asks a rule by itself is told the same.</summary>
    private static void AssertMoves(Runtime.Plans.MetricSet set, Drawn[] drawn, Call[] calls)
    {
        Runtime.Plans.EventPlan plan = Assert.Single(set.Events);
        foreach (Runtime.Plans.CounterReadPlan read in set.CounterReads.Where(read => set.Metrics[read.Slot].KeyPath.StartsWith("counts.f", StringComparison.Ordinal)))
        {
            string name = set.Metrics[read.Slot].KeyPath["counts.".Length..].Replace("_weekly", "", StringComparison.Ordinal);
            Drawn one = drawn.Single(one => one.Name == name);
            Runtime.Plans.CounterRule rule = plan.Rules.First(rule => rule.Key == read.Keys[0]);
            Assert.Equal(calls.Where(one.Takes), calls.Where(call => rule.Moves(position => call.ValueOf(plan.Arguments[position]))));
        }
    }

    private sealed record Call(long User, EventValue Label, EventValue Value, EventValue Size)
    {
        public EventValue ValueOf(string argument) => argument switch { "user" => User, "label" => Label, "value" => Value, _ => Size };

        public static Call Draw(Random random) => new(
            random.Next(40),
            random.Next(8) == 0 ? EventValue.None : Labels[random.Next(Labels.Length)],
            Number(random),
            random.Next(3) == 0 ? Labels[random.Next(Labels.Length)] : Number(random));

        private static EventValue Number(Random random) => Numbers[random.Next(Numbers.Length)] is var number && random.Next(8) == 0 ? EventValue.None
            : double.IsInteger(number) && random.Next(2) == 0 ? (long)number
            : number;
    }

    /// <summary>A filter, and the same as a function.</summary>
    private sealed record Drawn(string Name, bool IsUnique, string Yaml, Func<Call, bool> Takes)
    {
        public static Drawn Draw(int number, Random random)
        {
            List<(string Yaml, Func<Call, bool> Takes)> conditions = [];
            if (random.Next(2) == 0)
            {
                (string yaml, Func<EventValue, bool> takes) = Values(random, text: true, number: false);
                conditions.Add(($"label: {yaml}", call => takes(call.Label)));
            }

            if (random.Next(2) == 0)
            {
                (string yaml, Func<EventValue, bool> takes) = Values(random, text: false, number: true);
                conditions.Add(($"value: {yaml}", call => takes(call.Value)));
            }

            if (conditions.Count == 0 || random.Next(3) == 0)
            {
                (string yaml, Func<EventValue, bool> takes) = Values(random, text: true, number: true);
                conditions.Add(($"size: {yaml}", call => takes(call.Size)));
            }

            bool isUnique = random.Next(3) == 0 && !conditions.Exists(one => one.Yaml.Contains("a b", StringComparison.Ordinal) || one.Yaml.Contains('.'));
            return new Drawn(
                string.Create(CultureInfo.InvariantCulture, $"f{number:D3}"),
                isUnique,
                $"events: [{{ name: open, {(isUnique ? "unique: user.id, " : "")}filter: {{ {string.Join(", ", conditions.Select(one => one.Yaml))} }} }}]",
                call => conditions.TrueForAll(one => one.Takes(call)));
        }

        private static (string Yaml, Func<EventValue, bool> Takes) Values(Random random, bool text, bool number)
        {
            List<(string Yaml, Func<EventValue, bool> Takes)> values = [];
            for (int i = random.Next(1, 4); i > 0; i--)
            {
                (string Yaml, Func<EventValue, bool> Takes) value = Value(random, text && (!number || random.Next(2) == 0));
                if (!values.Exists(other => other.Yaml == value.Yaml))
                {
                    values.Add(value);
                }
            }

            return values.Count == 1
                ? values[0]
                : ($"[{string.Join(", ", values.Select(value => value.Yaml))}]", given => values.Exists(value => value.Takes(given)));
        }

        private static (string Yaml, Func<EventValue, bool> Takes) Value(Random random, bool isText)
        {
            if (isText)
            {
                string label = Labels[random.Next(Labels.Length)];
                return ($"'{label}'", given => given.Kind == EventValueKind.Text && given.ToString() == label);
            }

            double[] ends = [.. Enumerable.Range(0, 2).Select(_ => Numbers[random.Next(Numbers.Length)]).Order()];
            string from = ends[0].ToString(CultureInfo.InvariantCulture);
            string to = ends[1].ToString(CultureInfo.InvariantCulture);
            return random.Next(4) switch
            {
                0 => (from, given => given.AsNumber() == ends[0]),
                1 => ($"{{ from: {from} }}", given => given.AsNumber() >= ends[0]),
                2 => ($"{{ to: {to} }}", given => given.AsNumber() <= ends[1]),
                _ => ($"{{ from: {from}, to: {to} }}", given => given.AsNumber() >= ends[0] && given.AsNumber() <= ends[1]),
            };
        }
    }
}
