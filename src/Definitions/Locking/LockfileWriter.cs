using System.Text;

namespace ServicePing.Definitions.Locking;

/// <summary>Writes a lockfile: one line a metric or event, so that a merge joins lines and a review reads them.</summary>
public static class LockfileWriter
{
    internal const string Version = "version 1";

    /// <summary>The whole text, with <c>\n</c> behind each line.</summary>
    public static string Write(Lockfile lockfile)
    {
        StringBuilder text = new();
        text.Append($"""
            # What the definitions have promised. Never edited, but by 'dotnet build -p:ServicePingLock=update'.
            # A line is taken out by hand only where its promise was never shipped.
            {Version}

            """.Replace("\r", ""));
        foreach (LockedMetric metric in lockfile.Metrics)
        {
            Append(text, LockfileReader.Metric, metric);
        }

        foreach (LockedEvent @event in lockfile.Events)
        {
            Append(text, LockfileReader.Event, @event);
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, string word, ILocked locked)
    {
        text.Append(word).Append(' ').Append(LockedWords.Escape(locked.Name));
        foreach (LockedField field in locked.Fields)
        {
            if (field.Value.Length > 0)
            {
                text.Append(' ').Append(field.Name).Append('=').Append(field.Value);
            }
        }

        text.Append('\n');
    }
}
