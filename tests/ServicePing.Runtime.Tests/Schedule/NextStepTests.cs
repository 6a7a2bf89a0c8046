using System.Globalization;
using ServicePing.Runtime.Configuration;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What a process does next, from what is kept.</summary>
public sealed class NextStepTests
{
    private static readonly WeeklyTime Friday = new(DayOfWeek.Friday, new TimeOnly(13, 17));
    private static readonly DateTimeOffset Due = Moment("2026-11-27 13:17");

    [Fact]
    public void What_is_due_runs_where_nobody_has_begun_it()
    {
        NextStep step = Look(Due);

        Assert.Equal((StepKind.Run, "2026-W48", CycleKind.Weekly, Due), (step.Kind, step.Cycle.Name, step.Cycle.Kind, step.Cycle.DueAt));
    }

    [Fact]
    public void What_was_missed_is_caught_up_with_once()
    {
        DateTimeOffset late = Due.AddDays(2);
        Assert.Equal(StepKind.CatchUp, Look(late).Kind);

        NextStep left = Look(late, Record("2026-W48", CycleState.Due) with { NextAttemptAt = late.AddMinutes(20) });
        Assert.Equal((StepKind.Wait, TimeSpan.FromMinutes(20)), (left.Kind, left.Wait));
        Assert.Equal(StepKind.Run, Look(late.AddMinutes(20), Record("2026-W48", CycleState.Due) with { NextAttemptAt = late.AddMinutes(20) }).Kind);
        Assert.Equal(StepKind.Wait, Look(late.AddMinutes(21), Record("2026-W48", CycleState.Sent)).Kind);
    }

    [Fact]
    public void What_was_due_before_there_was_a_loop_is_nobody_s()
    {
        NextStep step = NextStep.Of(Due.AddHours(5), Friday, since: Due.AddHours(1), [], new LoopTiming());

        Assert.Equal((StepKind.Wait, Due.AddDays(7), "2026-W49"), (step.Kind, Due.AddHours(5) + step.Wait, step.Cycle.Name));
    }

    [Theory]
    [InlineData("Sent")]
    [InlineData("Skipped")]
    [InlineData("Failed")]
    public void A_cycle_that_has_ended_is_not_begun_again(string state)
    {
        NextStep step = Look(Due.AddHours(1), Record("2026-W48", Enum.Parse<CycleState>(state)));

        Assert.Equal((StepKind.Wait, Due.AddDays(7)), (step.Kind, Due.AddHours(1) + step.Wait));
    }

    [Fact]
    public void A_lease_that_was_given_before_the_clock_went_back_holds_nobody_up()
    {
        CycleRecord record = Record("2026-W48", CycleState.Kept) with { LeaseUntil = Due.AddHours(24) };

        Assert.Equal(StepKind.Run, Look(Due.AddMinutes(3), record).Kind);
        Assert.Equal(StepKind.GiveUp, Look(Due.AddDays(7), record with { LeaseUntil = Due.AddDays(8) }).Kind);
    }

    [Theory]
    [InlineData("Due")]
    [InlineData("Computing")]
    [InlineData("Kept")]
    [InlineData("Sending")]
    public void A_cycle_whose_owner_is_gone_is_gone_on_with_and_one_that_has_an_owner_is_left_alone(string state)
    {
        CycleRecord record = Record("2026-W48", Enum.Parse<CycleState>(state));

        Assert.Equal(StepKind.Run, Look(Due.AddMinutes(3), record).Kind);
        NextStep held = Look(Due.AddMinutes(3), record with { LeaseUntil = Due.AddMinutes(4) });
        Assert.Equal((StepKind.Wait, TimeSpan.FromMinutes(1)), (held.Kind, held.Wait));
    }

    [Fact]
    public void The_next_cycle_ends_the_one_before_and_what_was_asked_for_before_it()
    {
        DateTimeOffset next = Due.AddDays(7);
        CycleRecord old = Record("2026-W48", CycleState.Sending) with { NextAttemptAt = next.AddHours(9) };
        CycleRecord byHand = new("by-hand-x", CycleKind.ByHand, next.AddHours(-1))
        {
            State = CycleState.Sending,
            Reason = "",
            Owner = default,
            Fence = 1,
            ChangedAt = Due,
        };

        Assert.Equal((StepKind.Wait, TimeSpan.FromMinutes(1)), (Look(next.AddMinutes(-1), old).Kind, Look(next.AddMinutes(-1), old).Wait));
        Assert.Equal((StepKind.GiveUp, "2026-W48"), (Look(next, old).Kind, Look(next, old).Cycle.Name));
        Assert.Equal((StepKind.GiveUp, "by-hand-x"), (Look(next, byHand).Kind, Look(next, byHand).Cycle.Name));
        Assert.Equal(StepKind.Run, Look(next, old with { LeaseUntil = next.AddMinutes(1) }).Kind);
    }

    [Fact]
    public void A_schedule_that_is_changed_within_a_week_gives_it_no_second_ping()
    {
        CycleRecord sent = Record("2026-W48", CycleState.Sent);
        foreach (DayOfWeek day in Enum.GetValues<DayOfWeek>())
        {
            for (DateTimeOffset now = Due.AddHours(1); now < Moment("2026-11-30 00:00"); now = now.AddHours(1))
            {
                NextStep step = NextStep.Of(now, new WeeklyTime(day, new TimeOnly(12, 0)), DateTimeOffset.MinValue, [sent, Record("2026-W47", CycleState.Sent)], new LoopTiming());
                Assert.Equal(StepKind.Wait, step.Kind);
            }
        }
    }

    private static NextStep Look(DateTimeOffset now, params CycleRecord[] cycles) =>
        NextStep.Of(now, Friday, Due.AddDays(-30), cycles, new LoopTiming());

    private static CycleRecord Record(string name, CycleState state) => new(name, CycleKind.Weekly, Due)
    {
        State = state,
        Reason = "x",
        Owner = default,
        Fence = 1,
        ChangedAt = Due,
    };

    private static DateTimeOffset Moment(string text) =>
        DateTimeOffset.ParseExact(text, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
