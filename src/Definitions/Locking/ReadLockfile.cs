using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Locking;

/// <summary>What was read from a lockfile.</summary>
/// <param name="Path">The path to show in problems.</param>
/// <param name="Text">The whole text.</param>
/// <param name="Meaning">What it says; readable lines of a broken file are in it.</param>
/// <param name="Problems">What is wrong with it, in the order of the text.</param>
public sealed record ReadLockfile(string Path, string Text, Lockfile Meaning, EquatableArray<Problem> Problems)
{
    /// <summary>The name of a metric or event in its line.</summary>
    internal RelatedPlace PlaceOf(ILocked locked)
    {
        string start = $"{(locked is LockedMetric ? LockfileReader.Metric : LockfileReader.Event)} {LockedWords.Escape(locked.Name)}";
        int at = 0;
        while ((at = Text.IndexOf(start, at, StringComparison.Ordinal)) >= 0)
        {
            int end = at + start.Length;
            if ((at == 0 || Text[at - 1] == '\n') && (end == Text.Length || Text[end] is ' ' or '\r' or '\n'))
            {
                return new RelatedPlace(Path, new LineMap(Text).Span(end - LockedWords.Escape(locked.Name).Length, end));
            }

            at = end;
        }

        return new RelatedPlace(Path, default);
    }
}
