using ServicePing.Definitions.Naming;
using ServicePing.Generators.CSharp;

namespace ServicePing.Generators.Models;

/// <summary>What the metric set of a project is called, and the classes that are generated for it.</summary>
/// <param name="Namespace">The project's namespace; empty for the global one.</param>
/// <param name="Name">The name of the set, an identifier.</param>
internal sealed record MetricSetName(string Namespace, string Name)
{
    /// <summary>The class that users know: <c>ForgeMetrics</c>.</summary>
    public string Metrics => SetNames.MetricsClass(Name);

    /// <summary>The class that the runtime knows: <c>ForgeMetricSet</c>.</summary>
    public string Set => SetNames.Class(Name);

    /// <summary>The class of the event methods: <c>ForgeEvents</c>.</summary>
    public string Events => SetNames.EventsClass(Name);

    /// <summary>The class of the known events' methods: <c>ForgeKnownEvents</c>.</summary>
    public string KnownEvents => SetNames.KnownEventsClass(Name);

    /// <summary>
    /// The namespace of the tables: below that of the plan records, so that rows are short whatever types the project has. Its own
    /// segment is the whole name of the set with underscores, which no type of the runtime has: <c>Acme_Forge_Forge</c>.
    /// </summary>
    public string Plans => "ServicePing.Runtime.Plans." + (Namespace.Length == 0 ? "_" : $"{Namespace.Replace("@", "").Replace('.', '_')}_") + Name;

    /// <summary>The name by which the rest of the program reaches a generated class.</summary>
    public string Global(string typeName) => Namespace.Length == 0 ? $"global::{typeName}" : $"global::{Namespace}.{typeName}";

    /// <summary>Makes identifiers of what the project calls itself.</summary>
    /// <param name="rootNamespace">The project's namespace; empty for the global one.</param>
    /// <param name="setName">What the project calls the set; empty where it leaves that to its namespace.</param>
    /// <param name="assemblyName">The whole of it names the set of a project without a namespace, where two sets would meet.</param>
    public static MetricSetName From(string rootNamespace, string setName, string assemblyName = "")
    {
        string[] segments = rootNamespace.Split(['.'], StringSplitOptions.RemoveEmptyEntries);
        string name = setName.Length > 0 ? setName : segments.LastOrDefault() ?? (assemblyName.Length > 0 ? assemblyName : "Program");
        return new MetricSetName(string.Join(".", segments.Select(Identifiers.Keep)), MemberName.Of(name));
    }
}
