using ServicePing;

namespace Tally;

/// <summary>The clock of a demonstration, which stands where it was set; a product that is sold runs by the system's.</summary>
internal sealed class TallyClock(DateTimeOffset start) : TimeProvider
{
    private long _ticks = start.UtcTicks;

    public override DateTimeOffset GetUtcNow() => new(Volatile.Read(ref _ticks), TimeSpan.Zero);

    public void Set(DateTimeOffset now) => Volatile.Write(ref _ticks, now.UtcTicks);
}

internal static class TallyClockRegistration
{
    /// <summary>Registers the clock: with a setting <c>Demonstration:Start</c> one that stands there until it is moved.</summary>
    public static void AddTallyClock(this IServiceCollection services, IConfiguration configuration) =>
        services.AddSingleton(configuration.GetValue<DateTimeOffset?>("Demonstration:Start") is { } start
            ? new TallyClock(start)
            : TimeProvider.System);

    /// <summary>Lets a demonstration go on to a later moment. There is no such address where the clock is the system's.</summary>
    public static void MapClock(this WebApplication app)
    {
        if (app.Services.GetRequiredService<TimeProvider>() is TallyClock clock)
        {
            app.MapPut("/demonstration/clock", async (DateTimeOffset now, EventTracker tracker) =>
            {
                await tracker.FlushAsync();
                clock.Set(now);
            });
        }
    }
}
