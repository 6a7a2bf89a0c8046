using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>
/// Carries what the definitions of a metric set say, for those who ask: <see cref="ServicePingCatalogue"/>, and the builds of projects
/// that refer to the assembly.
/// </summary>
/// <remarks>A set has several, each with a part of its files. Nothing reads them when the program starts.</remarks>
/// <param name="setType">The generated class of the set.</param>
/// <param name="text">The definitions in the notation that <c>docs/catalogue.md</c> describes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class MetricCatalogueAttribute(Type setType, string text) : Attribute
{
    /// <summary>The generated class of the set.</summary>
    public Type SetType { get; } = setType;

    /// <summary>The definitions.</summary>
    public string Text { get; } = text;
}
