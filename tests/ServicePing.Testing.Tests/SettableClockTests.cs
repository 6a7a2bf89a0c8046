namespace ServicePing.Testing.Tests;

public class SettableClockTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 2, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly SettableClock clock = new(Start);

    [Fact]
    public void It_is_in_utc_and_stands_still()
    {
        SettableClock elsewhere = new(new DateTimeOffset(2026, 3, 2, 14, 0, 0, TimeSpan.FromHours(2)));

        Assert.Equal(Start, elsewhere.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, elsewhere.GetUtcNow().Offset);
        Assert.Equal(elsewhere.GetUtcNow(), elsewhere.GetLocalNow());
    }

    [Fact]
    public void Advance_moves_the_time_and_the_timestamp()
    {
        long before = clock.GetTimestamp();

        clock.Advance(3 * Second);

        Assert.Equal(Start + (3 * Second), clock.GetUtcNow());
        Assert.Equal(3 * Second, clock.GetElapsedTime(before));
        Assert.Throws<ArgumentOutOfRangeException>(() => clock.Advance(-Second));
    }

    [Fact]
    public void Timers_fire_in_order_each_at_its_moment()
    {
        List<(string Name, DateTimeOffset Moment)> fired = [];
        using ITimer late = Timer("late", 5 * Second, Timeout.InfiniteTimeSpan);
        using ITimer early = Timer("early", 2 * Second, Timeout.InfiniteTimeSpan);
        using ITimer never = Timer("never", Timeout.InfiniteTimeSpan, Second);

        clock.Advance(10 * Second);

        Assert.Equal([("early", Start + (2 * Second)), ("late", Start + (5 * Second))], fired);

        ITimer Timer(string name, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(_ => fired.Add((name, clock.GetUtcNow())), null, dueTime, period);
    }

    [Fact]
    public void A_timer_fires_no_sooner_than_it_is_due()
    {
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan);

        clock.Advance(Second - TimeSpan.FromTicks(1));
        Assert.Equal(0, fired);

        clock.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_periodic_timer_fires_for_each_period_that_passes_and_once_for_a_jump()
    {
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, Second, Second);

        clock.Advance(5 * Second);
        Assert.Equal(5, fired);

        clock.Set(Start.AddDays(7));
        Assert.Equal(6, fired);

        clock.Advance(Second);
        Assert.Equal(7, fired);
    }

    [Fact]
    public void Setting_the_clock_back_fires_nothing_and_keeps_timestamps()
    {
        clock.Advance(10 * Second);
        int fired = 0;
        using ITimer timer = clock.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan);
        long before = clock.GetTimestamp();

        clock.Set(Start.AddDays(-1));

        Assert.Equal(Start.AddDays(-1), clock.GetUtcNow());
        Assert.Equal(TimeSpan.Zero, clock.GetElapsedTime(before));
        Assert.Equal(0, fired);

        clock.Advance(Second);
        Assert.Equal(1, fired);
    }

    [Fact]
    public void A_changed_timer_follows_its_new_times_and_a_disposed_one_none()
    {
        int fired = 0;
        ITimer timer = clock.CreateTimer(_ => fired++, null, Second, Timeout.InfiniteTimeSpan);

        Assert.True(timer.Change(3 * Second, Timeout.InfiniteTimeSpan));
        clock.Advance(2 * Second);
        Assert.Equal(0, fired);
        clock.Advance(Second);
        Assert.Equal(1, fired);

        timer.Change(Second, Second);
        timer.Dispose();
        clock.Advance(5 * Second);
        Assert.Equal(1, fired);
        Assert.False(timer.Change(Second, Second));
    }

    [Fact]
    public void A_callback_may_stop_its_own_timer_and_move_the_clock()
    {
        int fired = 0;
        ITimer? timer = null;
        timer = clock.CreateTimer(_ =>
        {
            fired++;
            clock.Advance(TimeSpan.FromMinutes(1));
            timer!.Dispose();
        }, null, Second, TimeSpan.FromHours(1));

        clock.Advance(2 * Second);

        Assert.Equal(1, fired);
        Assert.Equal(Start + Second + TimeSpan.FromMinutes(1), clock.GetUtcNow());
    }

    [Fact]
    public async Task A_timer_that_is_due_at_once_needs_no_push()
    {
        TaskCompletionSource fired = new();
        using ITimer timer = clock.CreateTimer(_ => fired.SetResult(), null, TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await fired.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task Delays_cancellations_and_periodic_timers_of_the_framework_run_on_it()
    {
        using CancellationTokenSource limit = new(3 * Second, clock);
        using PeriodicTimer ticks = new(Second, clock);
        Task delay = Task.Delay(2 * Second, clock);
        ValueTask<bool> tick = ticks.WaitForNextTickAsync();

        clock.Advance(Second);
        Assert.True(await tick);
        Assert.False(delay.IsCompleted);

        clock.Advance(Second);
        await delay.WaitAsync(TimeSpan.FromMinutes(1));
        Assert.False(limit.IsCancellationRequested);

        clock.Advance(Second);
        Assert.True(limit.IsCancellationRequested);
    }

    [Fact]
    public void A_callback_sees_the_context_of_whoever_made_the_timer()
    {
        AsyncLocal<string> ambient = new() { Value = "maker" };
        string? seen = null;
        using ITimer timer = clock.CreateTimer(_ => seen = ambient.Value, null, Second, Timeout.InfiniteTimeSpan);
        ambient.Value = "mover";

        clock.Advance(Second);

        Assert.Equal("maker", seen);
    }

    [Theory]
    [InlineData(-5)]
    [InlineData(long.MaxValue / 10_000 / 2)]
    public void Times_that_the_system_refuses_are_refused(long milliseconds) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => clock.CreateTimer(_ => { }, null, TimeSpan.FromMilliseconds(milliseconds), Timeout.InfiniteTimeSpan));
}
