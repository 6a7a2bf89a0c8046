using ServicePing.Dictionary;
using ServicePing.Tool.Calls;

namespace ServicePing.Tool.Dictionary;

/// <summary>Where a program tracks events, as pages say it; null where there is no program to tell of.</summary>
internal static class CallEntries
{
    private const string Event = "event";
    private const string KnownEvent = "known_event";

    internal static IReadOnlyList<CallEntry>? OfEvent(ProgramCalls? program, string name) => Entries(program?.OfEvent(name));

    internal static IReadOnlyList<CallEntry>? OfKnownEvent(ProgramCalls? program, string name) => Entries(program?.OfKnownEvent(name));

    /// <summary>Those of the events from which a metric is made, at any remove.</summary>
    internal static IReadOnlyList<TrackedEntry>? Before(ProgramCalls? program, IReadOnlyList<LineageEntry> before) => program is null ? null :
    [
        .. All(before).Where(one => one.Kind is Event or KnownEvent).Select(one => (one.Kind, one.Name)).Distinct().Order()
            .Select(one => new TrackedEntry(
                one.Kind, one.Name, (one.Kind == Event ? OfEvent(program, one.Name) : OfKnownEvent(program, one.Name)) ?? [])),
    ];

    private static IEnumerable<LineageEntry> All(IReadOnlyList<LineageEntry> entries) => entries.SelectMany(one => All(one.Further).Prepend(one));

    private static IReadOnlyList<CallEntry>? Entries(IReadOnlyList<EventCall>? calls) =>
        calls is null ? null : [.. calls.Select(call => new CallEntry(call.File, call.Line, call.Member))];
}
