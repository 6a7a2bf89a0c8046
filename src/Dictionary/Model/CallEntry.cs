namespace ServicePing.Dictionary;

/// <summary>A place in the program where an event is tracked.</summary>
/// <param name="File">The source file; the assembly where the program has no symbols.</param>
/// <param name="Line">The line, from 1; null where the program has no symbols.</param>
/// <param name="Member">The type and member around it.</param>
internal sealed record CallEntry(string File, int? Line, string Member);

/// <summary>The places where an event that a metric counts is tracked.</summary>
/// <param name="Kind"><c>event</c> or <c>known_event</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Calls">The places; none where nothing tracks it.</param>
internal sealed record TrackedEntry(string Kind, string Name, IReadOnlyList<CallEntry> Calls);
