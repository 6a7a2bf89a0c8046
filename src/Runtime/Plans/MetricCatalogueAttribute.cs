using System.ComponentModel;

namespace ServicePing.Runtime.Plans;

/// <summary>
/// Carries what the definitions of a metric set say, for those who ask: <see cref="ServicePingCatalogue"/>, and the builds of projects
/// that refer to the assembly.
/// </summary>
/// <remarks>
/// The generated class of a set bears several, each with a part of its files. Nothing reads them when the program starts, and an edit of
/// one does not restart a program that runs under hot reload.
/// </remarks>
/// <param name="text">The definitions in the notation that <c>docs/catalogue.md</c> describes.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class MetricCatalogueAttribute(string text) : Attribute
{
    /// <summary>The definitions.</summary>
    public string Text { get; } = text;
}
