namespace ServicePing.Testing;

/// <summary>
/// A UTC clock that stands still until it is moved. Timers, delays and cancellations made with it fire when it is.
/// </summary>
/// <remarks>
/// Callbacks run one after another on the thread that moves the clock, before <see cref="Advance"/> or <see cref="Set"/> returns;
/// what they set off may still be running then. A timer that is due at once runs on the thread pool, as the system's do. Safe for
/// many threads.
/// </remarks>
public sealed class SettableClock : TimeProvider
{
    private readonly Lock gate = new();
    private readonly List<SettableTimer> timers = [];
    private DateTimeOffset origin;
    private TimeSpan elapsed;

    /// <summary>Makes a clock.</summary>
    /// <param name="now">The time that it shows.</param>
    public SettableClock(DateTimeOffset now) => origin = now.ToUniversalTime();

    /// <summary>UTC.</summary>
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc/>
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow()
    {
        lock (gate)
        {
            return origin + elapsed;
        }
    }

    /// <summary>The time that has passed since the clock was made; it never goes back.</summary>
    public override long GetTimestamp()
    {
        lock (gate)
        {
            return elapsed.Ticks;
        }
    }

    /// <summary>Lets time pass: each timer fires at its moment, in order, a periodic one for each of its periods.</summary>
    /// <param name="time">How much; zero or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The time is negative.</exception>
    public void Advance(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        TimeSpan target = Elapsed + time;
        while (NextDue(target) is { } timer)
        {
            timer.Fire();
        }

        MoveTo(target);
    }

    /// <summary>
    /// Sets the clock. Forward it is like a machine that slept until then: a timer that has become due fires once, now.
    /// Back it is a correction of the clock alone: no timer fires, and timestamps stand still.
    /// </summary>
    /// <param name="now">The time to show.</param>
    public void Set(DateTimeOffset now)
    {
        TimeSpan step = now - GetUtcNow();
        if (step < TimeSpan.Zero)
        {
            lock (gate)
            {
                origin += step;
            }

            return;
        }

        MoveTo(Elapsed + step);
        Advance(TimeSpan.Zero);
    }

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ArgumentNullException.ThrowIfNull(callback);
        SettableTimer timer = new(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Gives a timer new times; false when it has been disposed.</summary>
    internal bool Schedule(SettableTimer timer, TimeSpan dueTime, TimeSpan period)
    {
        lock (gate)
        {
            if (timer.Disposed)
            {
                return false;
            }

            timers.Remove(timer);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                timer.Due = elapsed + dueTime;
                timer.Period = period;
                timers.Add(timer);
            }
        }

        if (dueTime == TimeSpan.Zero)
        {
            ThreadPool.QueueUserWorkItem(_ => Advance(TimeSpan.Zero));
        }

        return true;
    }

    internal void Remove(SettableTimer timer)
    {
        lock (gate)
        {
            timer.Disposed = true;
            timers.Remove(timer);
        }
    }

    private TimeSpan Elapsed
    {
        get
        {
            lock (gate)
            {
                return elapsed;
            }
        }
    }

    private void MoveTo(TimeSpan target)
    {
        lock (gate)
        {
            // A callback may have moved the clock further.
            elapsed = TimeSpan.FromTicks(Math.Max(elapsed.Ticks, target.Ticks));
        }
    }

    /// <summary>
    /// Moves the clock to the first timer that is due by then, and takes the timer out or on to its next period.
    /// </summary>
    private SettableTimer? NextDue(TimeSpan target)
    {
        lock (gate)
        {
            SettableTimer? timer = timers.MinBy(timer => timer.Due);
            if (timer is null || timer.Due > target)
            {
                return null;
            }

            timers.Remove(timer);
            MoveTo(timer.Due);
            if (timer.Period > TimeSpan.Zero)
            {
                timer.Due = elapsed + timer.Period;
                timers.Add(timer);
            }

            return timer;
        }
    }
}
