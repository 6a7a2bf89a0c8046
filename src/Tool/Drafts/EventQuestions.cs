using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Drafts;

/// <summary>Asks for what a metric counts of events and counters.</summary>
internal sealed class EventQuestions(Answers answers, Proposals proposals)
{
    /// <summary>Events that are defined, each call of them or what is counted once.</summary>
    internal Counted Defined()
    {
        string[] names = [.. answers.ListOf(new Question("event", "The event that is counted; several behind commas.")
        {
            Proposal = proposals.Events is [var only] ? only.Action : null,
            Objection = CommonQuestions.Each(proposals.Events.Select(one => one.Action)),
        })];
        EventDefinition[] events = [.. proposals.Events.Where(one => names.Contains(one.Action))];
        string[] unique = [.. events.SelectMany(one => one.Identifiers.Select(name => $"{name}.id").Concat(one.AdditionalProperties.Select(property => property.Name))).Distinct()];
        string counted = answers.Of(new Question("unique", $"What is counted once, such as {string.Join(", ", unique.DefaultIfEmpty("user.id"))}; empty for each call.")
        {
            Proposal = "", IsOptional = true,
            Objection = text => unique.Length == 0 || unique.Contains(text) ? null : $"'{text}' is none of {string.Join(", ", unique)}.",
        });
        Fields filter = Filter(events);
        string name = names.Length == 1 && filter.Entries.IsEmpty ? names[0] : "";
        return new Counted(
            new Fields().Add(MetricKeys.Events, Fields.List(names.Select(one => Fields.Map(
                new Fields().Add(SelectionKeys.Name, one).Add(SelectionKeys.Unique, counted.Length > 0 ? counted : null)
                    .Add(SelectionKeys.Filter, filter.Entries).Entries)))),
            name.Length == 0 ? null : counted.Length == 0 ? $"counts.count_total_{name}" : $"redis_hll_counters.count_distinct_{counted.Replace('.', '_')}_from_{name}",
            counted.Length == 0 ? "7d, 28d, all" : "7d, 28d",
            "number");
    }

    /// <summary>Conditions on properties, several values of one being a list of which one must hold; given, and never asked for.</summary>
    /// <exception cref="UsageException">One is not written like that, or names no property of the events.</exception>
    private Fields Filter(EventDefinition[] events)
    {
        (string Property, string Value)[] conditions = [.. answers.AllGiven("filter").Select(text => text.Split('=', 2)).Select(parts => parts is [var property, var value]
            ? (property, value)
            : throw new UsageException($"--filter: '{parts[0]}' cannot be read: write it like label=bug."))];
        Fields filter = new();
        foreach (IGrouping<string, (string Property, string Value)> same in conditions.GroupBy(one => one.Property, StringComparer.Ordinal))
        {
            AdditionalProperty[] known = [.. events.SelectMany(one => one.AdditionalProperties).Where(property => property.Name == same.Key)];
            if (known.Length < events.Length)
            {
                throw new UsageException($"--filter: '{same.Key}' is no property of {string.Join(" and ", events.Where(one => !one.AdditionalProperties.Any(property => property.Name == same.Key)).Select(one => one.Action))}.");
            }

            OptionValue[] values = [.. same.Select(one => Value(one.Value, known[0].Type))];
            filter.Add(same.Key, values.Length == 1 ? values[0] : Fields.List(values));
        }

        return filter;
    }

    /// <summary>A value as its property has it: texts that look like numbers stay texts.</summary>
    private static OptionValue Value(string text, PropertyType type) => type switch
    {
        PropertyType.Number or PropertyType.Integer => new OptionValue { Kind = OptionKind.Number, Text = text },
        PropertyType.Boolean => new OptionValue { Kind = OptionKind.Boolean, Text = text },
        _ => Fields.Text(text),
    };

    /// <summary>Known events.</summary>
    internal Counted Known()
    {
        IReadOnlyList<string> names = answers.ListOf(new Question("event", "The known events that are counted together, behind commas.")
        {
            Objection = CommonQuestions.Each(proposals.KnownEvents),
        });
        return new Counted(
            new Fields().Add(MetricKeys.InstrumentationClass, "RedisHLLMetric")
                .Add(MetricKeys.Options, Fields.Map(new Fields().Add("events", Fields.List(names.Select(Fields.Text))).Entries)),
            names is [var only] ? $"redis_hll_counters.{only}" : null, "7d, 28d", "number");
    }

    /// <summary>A counter that the program moves by its name.</summary>
    internal Counted NamedCounter()
    {
        string name = answers.Of(new Question("event", "The name of the counter."));
        string prefix = answers.Of(new Question("prefix", "What stands before the name, with an underscore between; empty for nothing.") { Proposal = "", IsOptional = true });
        return new Counted(
            new Fields().Add(MetricKeys.InstrumentationClass, "RedisMetric").Add(MetricKeys.Options, Fields.Map(
                new Fields().Add("event", name).Add("prefix", prefix.Length > 0 ? Fields.Text(prefix) : new OptionValue { Kind = OptionKind.Null }).Entries)),
            Patterns.IsName(name) ? $"counts.{name}" : null, "all", "number");
    }
}
