using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Models;

/// <summary>A file of typed members: those of the key paths that begin with one segment, or those of one segment alone.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="HintName">The name of the file.</param>
/// <param name="Members">The members of the outermost class itself.</param>
/// <param name="Group">The class of the segment; null in the file of the outermost class.</param>
internal sealed record MemberFile(MetricSetName Set, string HintName, EquatableArray<MemberModel> Members, MemberGroup? Group);

/// <summary>A nested class: a segment of key paths.</summary>
/// <param name="Name">The name of the class.</param>
/// <param name="Path">The key path so far.</param>
/// <param name="Members">The metrics whose last segment is in it.</param>
/// <param name="Groups">The segments below.</param>
internal sealed record MemberGroup(
    string Name, string Path, EquatableArray<MemberModel> Members, EquatableArray<MemberGroup> Groups);

/// <summary>A typed member: a key path.</summary>
/// <param name="Name">The name of the property.</param>
/// <param name="Type">The C# type of the value.</param>
/// <param name="Slot">The metric's slot.</param>
/// <param name="Summary">What is counted.</param>
/// <param name="Remarks">Key path, owner, source and so on, in XML.</param>
/// <param name="Obsolete">What to say to those who use it; null for nothing.</param>
internal sealed record MemberModel(string Name, string Type, int Slot, string Summary, string Remarks, string? Obsolete);
