using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;

namespace ServicePing.Generators.Models;

/// <summary>Some of the typed members, which have a source of their own.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Number">The source's number, from 0; the first has the outermost class's documentation.</param>
/// <param name="Groups">The classes that the members are in, in the order of the key paths.</param>
internal sealed record MemberFile(MetricSetName Set, int Number, EquatableArray<MemberGroup> Groups);

/// <summary>Members of a nested class: a segment of key paths.</summary>
/// <param name="Classes">The names of the classes, from the outside; empty for the outermost class itself.</param>
/// <param name="Path">The key path so far; null where an earlier group has documented the class.</param>
/// <param name="Members">The members.</param>
internal sealed record MemberGroup(EquatableArray<string> Classes, string? Path, EquatableArray<MemberModel> Members);

/// <summary>A typed member: a key path.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Type">The type of the value.</param>
/// <param name="Slot">The metric's slot.</param>
/// <param name="TimeFrame">The period, as YAML has it.</param>
internal sealed record MemberModel(string Name, ValueShape Type, int Slot, string TimeFrame);

/// <summary>The typed members of a source, and what each says about itself.</summary>
/// <param name="File">The members.</param>
/// <param name="Documentation">What is counted, in the order of the members.</param>
internal sealed record DocumentedMembers(MemberFile File, EquatableArray<MemberDocumentation> Documentation);

/// <summary>What the members of a definition say about it.</summary>
/// <param name="Summary">What is counted, in XML.</param>
/// <param name="Remarks">Source, owner and so on, in XML.</param>
/// <param name="Obsolete">What to say to those who use it; null for nothing.</param>
internal sealed record MemberDocumentation(string Summary, string Remarks, string? Obsolete);
