using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>The events of a program, as its tests speak of them.</summary>
/// <param name="Set">What the test project calls itself.</param>
/// <param name="HasExtensions">Whether the project's C# has extension properties.</param>
/// <param name="Events">The events of all metric sets that the project sees, ordered by name.</param>
internal sealed record TestedEvents(MetricSetName Set, bool HasExtensions, EquatableArray<TestedEvent> Events);

/// <summary>An event that a test may speak of.</summary>
/// <param name="Action">The event's name.</param>
/// <param name="SetClass">The class of its metric set, with <c>global::</c>.</param>
/// <param name="EventsClass">The class of its method, with <c>global::</c>.</param>
/// <param name="Method">Its method.</param>
/// <param name="Parameters">The method's parameters.</param>
internal sealed record TestedEvent(
    string Action, string SetClass, string EventsClass, string Method, EquatableArray<TestedParameter> Parameters);

/// <summary>A parameter of an event's method.</summary>
/// <param name="Name">Its name, without the mark of a keyword.</param>
/// <param name="Type">Its C# type.</param>
internal sealed record TestedParameter(string Name, string Type);
