namespace ServicePing.Definitions.Model;

/// <summary>The words of the definition language for the values of an enumeration.</summary>
internal static class Words
{
    public static readonly Word<TimeFrame>[] TimeFrames =
    [
        new("7d", TimeFrame.SevenDays), new("28d", TimeFrame.TwentyEightDays), new("all", TimeFrame.All),
        new("none", TimeFrame.None),
    ];

    public static readonly Word<ValueType>[] ValueTypes =
    [
        new("string", ValueType.String), new("number", ValueType.Number), new("boolean", ValueType.Boolean),
        new("object", ValueType.Object),
    ];

    public static readonly Word<MetricStatus>[] MetricStatuses =
    [
        new("active", MetricStatus.Active), new("removed", MetricStatus.Removed), new("broken", MetricStatus.Broken),
    ];

    public static readonly Word<bool>[] EventIsRemoved = [new("active", false), new("removed", true)];

    public static readonly Word<DataSource>[] DataSources =
    [
        new("database", DataSource.Database), new("redis", DataSource.Redis), new("redis_hll", DataSource.RedisHll),
        new("internal_events", DataSource.InternalEvents), new("system", DataSource.System), new("license", DataSource.License),
        new("prometheus", DataSource.Prometheus),
    ];

    public static readonly Word<DataCategory>[] DataCategories =
    [
        new("standard", DataCategory.Standard), new("subscription", DataCategory.Subscription),
        new("operational", DataCategory.Operational), new("optional", DataCategory.Optional),
    ];

    public static readonly Word<Operation>[] Operations =
    [
        new("count", Operation.Count), new("distinct_count", Operation.DistinctCount),
        new("estimate_batch_distinct_count", Operation.EstimateBatchDistinctCount), new("sum", Operation.Sum),
        new("average", Operation.Average), new("max", Operation.Max), new("min", Operation.Min), new("percentile", Operation.Percentile),
        new("exists", Operation.Exists), new("histogram", Operation.Histogram), new("add", Operation.Add), new("ratio", Operation.Ratio),
        new("sites", Operation.Sites),
    ];

    public static readonly Word<EventOperator>[] EventOperators =
    [
        new("total", EventOperator.Total), new("sum(value)", EventOperator.SumOfValue),
    ];

    public static readonly Word<EventAggregation>[] EventAggregations =
    [
        new("daily", EventAggregation.Daily), new("weekly", EventAggregation.Weekly),
    ];

    public static readonly Word<AggregateOperator>[] AggregateOperators =
    [
        new("OR", AggregateOperator.Or), new("AND", AggregateOperator.And),
    ];

    public static readonly Word<AggregateSource>[] AggregateSources =
    [
        new("redis", AggregateSource.Redis), new("database", AggregateSource.Database),
    ];

    public static readonly Word<PropertyType>[] PropertyTypes =
    [
        new("string", PropertyType.String), new("integer", PropertyType.Integer), new("number", PropertyType.Number),
        new("boolean", PropertyType.Boolean),
    ];

    public static readonly Word<IdentifierType>[] IdentifierTypes =
    [
        new("integer", IdentifierType.Integer), new("uuid", IdentifierType.Uuid), new("text", IdentifierType.Text),
    ];

    /// <summary>The sets of ready-made metrics; their definitions are the runtime's, which names them by <c>available_when</c>.</summary>
    public static readonly string[] ReadyMadeSets =
    [
        "host", "postgresql", "redis", "installation", "mail", "object_storage", "sign_in", "components", "schema", "topology",
    ];

    /// <summary>The word for a value.</summary>
    public static string Of<T>(Word<T>[] words, T value)
        where T : struct
    {
        foreach (Word<T> word in words)
        {
            if (EqualityComparer<T>.Default.Equals(word.Value, value))
            {
                return word.Text;
            }
        }

        return value.ToString() ?? "";
    }
}

/// <summary>A word of the definition language and what it stands for.</summary>
internal readonly record struct Word<T>(string Text, T Value);
