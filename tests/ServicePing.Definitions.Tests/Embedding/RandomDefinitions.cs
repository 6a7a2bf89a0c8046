using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Sql;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Tests.Embedding;

/// <summary>Definitions with every key, drawn at random, with texts that no notation likes.</summary>
internal sealed class RandomDefinitions(int seed)
{
    private static readonly string[] Words =
    [
        "", "a", "issues", "counts.issues_open", "metrics/counts/a.yml", "https://example.com/changes/", "|", "\\", "'", "\"\"\"", "\n", "\r\n",
        "\t", "[", "{", "~", "#1", "?true", "M=", "\uD800", "\uDC00", "\U0001F600", "\u2028", "\u0085", "\0", "\uFEFF", "\uFFFF", "é", "b'", "$\"{x}\"", " ",
    ];

    private readonly Random _random = new(seed);

    public DefinitionFile File(string path) => new()
    {
        Metrics = List(2, () => Metric(path)),
        Events = List(2, () => Event(path)),
        Calculations = List(2, () => new SharedCalculation(Text(), List(2, Parameter), Query(0), path)),
        KnownEvents = List(2, () => new KnownEventDefinition
        {
            Name = Text(), Aggregation = Any<EventAggregation>(), Category = Maybe(Text), Slot = Maybe(Text),
            ExpiryDays = Flip() ? null : _random.Next(), FeatureFlag = Maybe(Text), SourceFile = path,
        }),
        Aggregates = List(2, () => new AggregateDefinition
        {
            Name = Text(), Operator = Any<AggregateOperator>(), Source = Any<AggregateSource>(), TimeFrames = List(3, Any<TimeFrame>),
            Events = List(3, Text), FeatureFlag = Maybe(Text), SourceFile = path,
        }),
        KeyOverrides = List(2, () => new KeyOverride(Text(), Text(), path)),
    };

    private MetricDefinition Metric(string path)
    {
        bool isList = Flip();
        return new MetricDefinition
        {
            KeyPath = Text(), Description = Text(), ProductGroup = Text(), ProductCategories = List(2, Text), ValueType = Any<ValueType>(),
            Status = Any<MetricStatus>(), Milestone = Text(), MilestoneRemoved = Maybe(Text), IntroducedByUrl = Maybe(Text),
            RemovedByUrl = Maybe(Text), RepairIssueUrl = Maybe(Text), HasTimeFrameList = isList,
            TimeFrames = isList ? List(3, Any<TimeFrame>) : [Any<TimeFrame>()],
            DataSource = Any<DataSource>(), DataCategory = Any<DataCategory>(), InstrumentationClass = Maybe(Text),
            PerformanceIndicatorTypes = List(2, Text), Tiers = List(3, Text), Options = List(3, () => Option(0)),
            Events = List(2, () => new EventSelection(
                Text(), Maybe(Text), Any<EventOperator>(), List(2, () => new EventFilter(Text(), [FilterValue(), .. List(2, FilterValue)])))),
            ValueJsonSchema = Maybe(Text), Name = Maybe(Text), Query = Flip() ? Query(0) : null, ReplacedBy = Maybe(Text),
            Unit = Maybe(Text), Deprecated = Maybe(() => new Deprecation(Text(), Text(), Maybe(Text))), Expires = Maybe(Text), AvailableWhen = Maybe(Text), SourceFile = path,
        };
    }

    private FilterValue FilterValue() => _random.Next(3) switch
    {
        0 => new FilterValue(_random.Next(50).ToString(System.Globalization.CultureInfo.InvariantCulture), Flip() ? null : "51.5", IsNumber: true),
        1 => new FilterValue(null, "1e3", IsNumber: true),
        _ => Definitions.Model.FilterValue.Of(Text(), Flip()),
    };

    private EventDefinition Event(string path) => new()
    {
        Action = Text(), Description = Text(), ProductGroup = Text(), ProductCategories = List(2, Text), InternalEvents = Flip(),
        Category = Maybe(Text), IsRemoved = Flip(), Milestone = Maybe(Text), MilestoneRemoved = Maybe(Text), IntroducedByUrl = Maybe(Text),
        RemovedByUrl = Maybe(Text), Tiers = List(3, Text), Identifiers = List(3, Text),
        Deprecated = Maybe(() => new Deprecation(Text(), Text(), Maybe(Text))), Classification = Maybe(Text), IsForwarded = Flip(), SourceFile = path,
        AdditionalProperties = List(2, () => new AdditionalProperty(Text(), Text(), Any<PropertyType>(), List(2, Text))),
    };

    private QueryDefinition Query(int depth) => Flip() ? new QueryDefinition() : Query(depth, Maybe(From));

    private QueryDefinition Query(int depth, FromItem? from) => new()
    {
        Operation = Flip() ? null : Any<Operation>(), Database = Text(), From = from?.Source, Alias = from?.Alias, Joins = List(2, Text), Where = List(2, Text),
        When = List(2, () => new ConditionalFilter(Text(), Text())), Columns = List(2, Text), GroupBy = List(2, Text), ListOf = List(2, Text), TimestampColumn = Text(),
        Batch = Flip() ? null : new BatchDefinition(Maybe(Text), MaybeNumber(), MaybeNumber(), MaybeNumber()),
        Buckets = Flip() ? null : new BucketRange(_random.NextInt64(), -_random.NextInt64()), Sketch = Maybe(Text), Metrics = List(2, Text), Numerator = Maybe(Text), Denominator = Maybe(Text),
        Parts = depth > 2 ? [] : List(2, () => Query(depth + 1)), Value = Flip() ? null : Value(0), PromQl = Maybe(Text),
    };

    private FromItem From()
    {
        string name = $"\"{Text().Replace("\"", "\"\"", StringComparison.Ordinal)}x\"";
        return _random.Next(4) switch
        {
            0 => new FromItem(name, null),
            1 => new FromItem($"archive.{name}", Text() + "y"),
            2 => new FromItem($"(SELECT {name} FROM {name})", Text() + "y"),
            _ => new FromItem($"{name}({name})", Text() + "y"),
        };
    }

    private CalculationParameter Parameter() => new(Text(), List(2, () => new ParameterValue(Text(), Value(0))));

    private Option Option(int depth) => new(Text(), Value(depth));

    private OptionValue Value(int depth) => _random.Next(depth > 2 ? 4 : 6) switch
    {
        0 => new OptionValue { Kind = OptionKind.Null },
        1 => new OptionValue { Kind = OptionKind.String, Text = Text() },
        2 => new OptionValue { Kind = OptionKind.Number, Text = _random.Next().ToString(System.Globalization.CultureInfo.InvariantCulture) },
        3 => new OptionValue { Kind = OptionKind.Boolean, Text = Flip() ? "true" : "False" },
        4 => new OptionValue { Kind = OptionKind.List, Items = List(3, () => Value(depth + 1)) },
        _ => new OptionValue { Kind = OptionKind.Map, Members = List(3, () => Option(depth + 1)) },
    };

    private string Text() => string.Concat(Enumerable.Range(0, _random.Next(4)).Select(_ => Words[_random.Next(Words.Length)]));

    private bool Flip() => _random.Next(2) == 0;

    private T Any<T>()
        where T : struct, Enum => Enum.GetValues<T>()[_random.Next(Enum.GetValues<T>().Length)];

    private T? Maybe<T>(Func<T> make)
        where T : class => Flip() ? null : make();

    private long? MaybeNumber() => Flip() ? null : _random.NextInt64() - _random.NextInt64();

    private EquatableArray<T> List<T>(int most, Func<T> make) =>
        Enumerable.Range(0, _random.Next(most + 1)).Select(_ => make()).ToEquatableArray();
}
