using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Dictionary;

/// <summary>The words that definition files have for what the model says.</summary>
public static class DefinitionWords
{
    /// <summary>The word for a period.</summary>
    public static string Of(TimeFrame value) => Words.Of(Words.TimeFrames, value);

    /// <summary>The word for a source.</summary>
    public static string Of(DataSource value) => Words.Of(Words.DataSources, value);

    /// <summary>The word for a category of privacy.</summary>
    public static string Of(DataCategory value) => Words.Of(Words.DataCategories, value);

    /// <summary>The word for a type of JSON.</summary>
    public static string Of(Model.ValueType value) => Words.Of(Words.ValueTypes, value);

    /// <summary>The word for a place in a metric's life.</summary>
    public static string Of(MetricStatus value) => value == MetricStatus.Deprecated ? "deprecated" : Words.Of(Words.MetricStatuses, value);

    /// <summary>The word for what a query computes.</summary>
    public static string Of(Operation value) => Words.Of(Words.Operations, value);

    /// <summary>The word for the type of a property; <c>any</c> where the definition leaves it open.</summary>
    public static string Of(PropertyType value) => value == PropertyType.Any ? "any" : Words.Of(Words.PropertyTypes, value);

    /// <summary>The word for how long a counter counts.</summary>
    public static string Of(EventAggregation value) => Words.Of(Words.EventAggregations, value);

    /// <summary>The word for how an aggregate takes its events together.</summary>
    public static string Of(AggregateOperator value) => Words.Of(Words.AggregateOperators, value);

    /// <summary>The word for where the sets of an aggregate lie.</summary>
    public static string Of(AggregateSource value) => Words.Of(Words.AggregateSources, value);
}
