using System.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Locking;

/// <summary>Compares two lockfiles.</summary>
public static class LockfileDiff
{
    /// <summary>Every metric and event that came, went or changed: metrics before events, each in ordinal order.</summary>
    public static IReadOnlyList<LockfileChange> Between(Lockfile older, Lockfile newer) =>
    [
        .. Between("metric", older.Metrics, newer.Metrics, static metric => metric.Status == MetricStatus.Removed),
        .. Between("event", older.Events, newer.Events, static @event => @event.IsRemoved),
    ];

    /// <summary>The changes in words: a line each, a line a field below it, and a line that counts them.</summary>
    public static string Describe(IReadOnlyList<LockfileChange> changes)
    {
        StringBuilder text = new();
        foreach (LockfileChange change in changes)
        {
            char mark = change.Kind switch { ChangeKind.Added => '+', ChangeKind.Removed => '-', _ => '~' };
            text.Append($"{mark} {change.Subject} {change.Name}\n");
            foreach (FieldChange field in change.Fields)
            {
                string values = field is { Old: { } old, New: { } now } ? $"{Shown(old)} -> {Shown(now)}" : Shown(field.Old ?? field.New);
                text.Append($"    {field.Name}: {values}\n");
            }
        }

        int Count(ChangeKind kind) => changes.Count(change => change.Kind == kind);
        text.Append($"{Count(ChangeKind.Added)} added, {Count(ChangeKind.Removed)} removed, {Count(ChangeKind.Changed)} changed\n");
        return text.ToString();
    }

    private static string Shown(string? value) => string.IsNullOrEmpty(value) ? "none" : value!;

    private static IEnumerable<LockfileChange> Between<T>(
        string subject, EquatableArray<T> older, EquatableArray<T> newer, Func<T, bool> isRemoved)
        where T : class, ILocked
    {
        SortedDictionary<string, (T? Old, T? New)> pairs = new(StringComparer.Ordinal);
        foreach (T locked in older)
        {
            pairs[locked.Name] = (locked, null);
        }

        foreach (T locked in newer)
        {
            pairs[locked.Name] = (pairs.TryGetValue(locked.Name, out (T? Old, T?) pair) ? pair.Old : null, locked);
        }

        foreach (KeyValuePair<string, (T? Old, T? New)> pair in pairs)
        {
            (T? old, T? now) = pair.Value;
            EquatableArray<FieldChange> fields = Fields(old?.Fields, now?.Fields).ToEquatableArray();
            if (!fields.IsEmpty)
            {
                ChangeKind kind = old is null ? ChangeKind.Added
                    : now is null || (isRemoved(now) && !isRemoved(old)) ? ChangeKind.Removed
                    : ChangeKind.Changed;
                yield return new LockfileChange(kind, subject, pair.Key, fields);
            }
        }
    }

    private static IEnumerable<FieldChange> Fields(IReadOnlyList<LockedField>? older, IReadOnlyList<LockedField>? newer)
    {
        for (int i = 0; i < (older ?? newer)!.Count; i++)
        {
            if ((older?[i].Value ?? "") != (newer?[i].Value ?? ""))
            {
                yield return new FieldChange((older ?? newer)![i].Name, older?[i].Value, newer?[i].Value);
            }
        }
    }
}

/// <summary>A metric or event that differs between two lockfiles.</summary>
/// <param name="Kind">What became of it.</param>
/// <param name="Subject"><c>metric</c> or <c>event</c>.</param>
/// <param name="Name">The key path or the event's name.</param>
/// <param name="Fields">What differs, in the order of the file; everything where it came or went as a whole.</param>
public sealed record LockfileChange(ChangeKind Kind, string Subject, string Name, EquatableArray<FieldChange> Fields);

/// <summary>A field that differs.</summary>
/// <param name="Name">The field.</param>
/// <param name="Old">The value before; null where there was none, empty where there was nothing in it.</param>
/// <param name="New">The value now; null where there is none, empty where there is nothing in it.</param>
public sealed record FieldChange(string Name, string? Old, string? New);

/// <summary>What became of a metric or event.</summary>
public enum ChangeKind
{
    /// <summary>It is new.</summary>
    Added,

    /// <summary>Its status became <c>removed</c>, or its line is gone.</summary>
    Removed,

    /// <summary>Something about it is different.</summary>
    Changed,
}
