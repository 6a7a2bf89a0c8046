using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Schedule;

/// <summary>What a process does next for the loop.</summary>
internal enum StepKind
{
    /// <summary>Nothing, until a moment.</summary>
    Wait,

    /// <summary>Take a cycle and go through it.</summary>
    Run,

    /// <summary>Take a cycle that nobody has begun in time, and leave it for a moment within the hour.</summary>
    CatchUp,

    /// <summary>End a cycle that the next one has overtaken.</summary>
    GiveUp,
}

/// <summary>What a process does next, computed from what is kept alone, so that no timer, restart or other process changes it.</summary>
/// <param name="Kind">What is done.</param>
/// <param name="Cycle">With which cycle; where it waits, the next one of the week.</param>
/// <param name="Wait">After what time a look is worth while again; nothing where it does not wait.</param>
internal sealed record NextStep(StepKind Kind, Cycle Cycle, TimeSpan Wait)
{
    private const string OnSchedule = "The weekly ping is due.";
    private const string ReportOnSchedule = "The weekly report of this site is due.";

    /// <param name="now">The store's moment.</param>
    /// <param name="schedule">When the weekly ping is due.</param>
    /// <param name="since">Since when the installation has a loop: what was due before is nobody's.</param>
    /// <param name="cycles">The latest cycles and that of the latest moment that was due, in any order.</param>
    /// <param name="timing">How late is late.</param>
    /// <param name="role">What the site is now: cycles of the other role wait until it is that again.</param>
    internal static NextStep Of(
        DateTimeOffset now,
        WeeklyTime schedule,
        DateTimeOffset since,
        IReadOnlyCollection<CycleRecord> cycles,
        LoopTiming timing,
        SiteRole role = SiteRole.Primary)
    {
        bool isSecondary = role == SiteRole.Secondary;
        DateTimeOffset due = schedule.LatestDue(now);
        DateTimeOffset next = schedule.NextDue(now);
        string current = NameOf(due, role);
        bool isKnown = false;
        CycleRecord? overtaken = null;
        CycleRecord? ready = null;
        DateTimeOffset at = next;
        foreach (CycleRecord cycle in cycles)
        {
            isKnown |= cycle.Name == current;
            if (cycle.State.IsFinal() || SiteCycles.IsOfSite(cycle.Name) != isSecondary)
            {
                continue;
            }

            bool isHeld = cycle.IsHeldAt(now);
            DateTimeOffset turns = (isHeld ? cycle.LeaseUntil : cycle.NextAttemptAt) ?? now;
            at = turns < at ? turns : at;
            if (!isHeld)
            {
                overtaken = cycle.Name != current && cycle.DueAt < due ? Earlier(overtaken, cycle) : overtaken;
                ready = turns <= now ? Earlier(ready, cycle) : ready;
            }
        }

        if (overtaken is not null)
        {
            return new NextStep(StepKind.GiveUp, CycleOf(overtaken), TimeSpan.Zero);
        }

        if (ready is not null)
        {
            return new NextStep(StepKind.Run, CycleOf(ready), TimeSpan.Zero);
        }

        if (due >= since && !isKnown)
        {
            StepKind kind = now - due <= timing.Punctual ? StepKind.Run : StepKind.CatchUp;
            return new NextStep(kind, new Cycle(current, CycleKind.Weekly, due, isSecondary ? ReportOnSchedule : OnSchedule), TimeSpan.Zero);
        }

        return new NextStep(StepKind.Wait, new Cycle(NameOf(next, role), CycleKind.Weekly, next, isSecondary ? ReportOnSchedule : OnSchedule), at - now);
    }

    /// <summary>What the cycle of a moment at which something is due is called.</summary>
    internal static string NameOf(DateTimeOffset due, SiteRole role) =>
        role == SiteRole.Secondary ? SiteCycles.NameOf(WeeklySchedule.CycleOf(due)) : WeeklySchedule.CycleOf(due);

    private static CycleRecord Earlier(CycleRecord? one, CycleRecord other) => one is not null && one.DueAt <= other.DueAt ? one : other;

    private static Cycle CycleOf(CycleRecord record) => new(record.Name, record.Kind, record.DueAt, record.Reason);
}
