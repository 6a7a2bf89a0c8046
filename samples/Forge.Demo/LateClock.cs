namespace Forge.Demo;

/// <summary>A clock that runs as the system's does, some time behind it.</summary>
internal sealed class LateClock : TimeProvider
{
    private long _ticksBehind;

    public override DateTimeOffset GetUtcNow() => System.GetUtcNow().AddTicks(-Volatile.Read(ref _ticksBehind));

    /// <summary>Sets the clock; it runs on from there.</summary>
    public void Set(DateTimeOffset now) => Volatile.Write(ref _ticksBehind, (System.GetUtcNow() - now).Ticks);
}
