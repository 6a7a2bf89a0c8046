namespace ServicePing.Definitions.Naming;

/// <summary>The classes of a metric set, by its name, such as <c>Forge</c>.</summary>
public static class SetNames
{
    private const string ClassEnding = "MetricSet";

    /// <summary>The class of the typed members, which users know: <c>ForgeMetrics</c>.</summary>
    public static string MetricsClass(string set) => set + "Metrics";

    /// <summary>The class that the runtime knows: <c>ForgeMetricSet</c>.</summary>
    public static string Class(string set) => set + ClassEnding;

    /// <summary>The class of the events' methods: <c>ForgeEvents</c>.</summary>
    public static string EventsClass(string set) => set + "Events";

    /// <summary>The class of the known events' methods: <c>ForgeKnownEvents</c>.</summary>
    public static string KnownEventsClass(string set) => set + "KnownEvents";

    /// <summary>The name of the set that a class is of, with what stands before the name; the whole where it is of none.</summary>
    public static string OfClass(string setClass) => IsClass(setClass) ? setClass.Substring(0, setClass.Length - ClassEnding.Length) : setClass;

    /// <summary>Whether a class has the name of a set's.</summary>
    public static bool IsClass(string name) => name.EndsWith(ClassEnding, StringComparison.Ordinal);
}
