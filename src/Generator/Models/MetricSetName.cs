using ServicePing.Definitions.Naming;
using ServicePing.Generators.Emit;

namespace ServicePing.Generators.Models;

/// <summary>What the metric set of a project is called, and the classes that are generated for it.</summary>
/// <param name="Namespace">The project's namespace; empty for the global one.</param>
/// <param name="Name">The name of the set, an identifier.</param>
internal sealed record MetricSetName(string Namespace, string Name)
{
    /// <summary>The class that users know: <c>ForgeMetrics</c>.</summary>
    public string Metrics => Name + "Metrics";

    /// <summary>The class that the runtime knows: <c>ForgeMetricSet</c>.</summary>
    public string Set => Name + "MetricSet";

    /// <summary>The class of the event methods: <c>ForgeEvents</c>.</summary>
    public string Events => Name + "Events";

    /// <summary>The class of the known events' methods: <c>ForgeKnownEvents</c>.</summary>
    public string KnownEvents => Name + "KnownEvents";

    /// <summary>
    /// The namespace of the tables: below that of the plan records, so that rows are short whatever types the project has.
    /// </summary>
    public string Plans => "ServicePing.Runtime.Plans." + Name;

    /// <summary>The name by which the rest of the program reaches a generated class.</summary>
    public string Global(string typeName) => Namespace.Length == 0 ? $"global::{typeName}" : $"global::{Namespace}.{typeName}";

    /// <summary>Makes identifiers of what the project calls itself.</summary>
    public static MetricSetName From(string rootNamespace, string setName)
    {
        string[] segments = rootNamespace.Split(['.'], StringSplitOptions.RemoveEmptyEntries);
        string name = setName.Length > 0 ? setName : segments.LastOrDefault() ?? "Program";
        return new MetricSetName(string.Join(".", segments.Select(Identifiers.Keep)), MemberName.Of(name));
    }
}
