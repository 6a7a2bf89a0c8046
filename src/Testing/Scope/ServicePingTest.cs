using System.ComponentModel;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Testing;

/// <summary>
/// What one test sees of a program's service ping: what was tracked, and what became of it. Each test has its own, so that tests may run in
/// parallel; nothing is shared with any other.
/// </summary>
/// <remarks>
/// Counters are kept in memory, and time is that of <see cref="Clock"/>. Made by <see cref="Start"/> with a program of its own, or by its
/// constructor for a program that the test starts, which is told with
/// <see cref="ServicePingTestServiceCollectionExtensions.UseServicePingTesting"/>. Safe for many threads.
/// </remarks>
public sealed class ServicePingTest : IAsyncDisposable, IDisposable
{
    private readonly CallRecorder _recorder = new();
    private readonly HashSet<CoverageLine> _computed = [];
    private IServiceProvider? _services;
    private IReadOnlyList<MetricSet>? _sets;
    private ServiceProvider? _own;

    /// <summary>Makes one whose clock shows the time of this machine.</summary>
    public ServicePingTest()
        : this(TimeProvider.System.GetUtcNow())
    {
    }

    /// <summary>Makes one whose clock shows a certain time.</summary>
    /// <param name="now">The time.</param>
    public ServicePingTest(DateTimeOffset now) => Clock = new SettableClock(now);

    /// <summary>The clock of the program, which stands still until the test moves it.</summary>
    public SettableClock Clock { get; }

    /// <summary>Everything that was tracked so far, in order, with what was suppressed.</summary>
    public IReadOnlyList<TrackedCall> Calls => _recorder.Calls;

    /// <summary>The services of the program.</summary>
    /// <exception cref="InvalidOperationException">There is no program yet.</exception>
    public IServiceProvider Services => Volatile.Read(ref _services) ?? throw new InvalidOperationException(
        "No program belongs to this test yet. Make it with ServicePingTest.Start, or call UseServicePingTesting on the services of the program, after AddServicePing, and start that.");

    /// <summary>Starts a program of nothing but services: no host, and no service in the background.</summary>
    /// <param name="configure">Registers the services, <c>AddServicePing</c> among them.</param>
    /// <param name="now">The time that the clock shows; null for that of this machine.</param>
    /// <returns>The test's, which ends the program when it is disposed of.</returns>
    public static ServicePingTest Start(Action<IServiceCollection> configure, DateTimeOffset? now = null)
    {
        ArgumentNullException.ThrowIfNull(configure);
        ServicePingTest test = now is { } time ? new(time) : new();
        ServiceCollection services = new();
        configure(services);
        services.UseServicePingTesting(test);
        test._own = services.BuildServiceProvider();
        test.Attach(test._own);
        return test;
    }

    /// <summary>What is expected of an event, by its name; <c>Events</c> has the events of the program by their types.</summary>
    /// <param name="name">The event's name.</param>
    /// <exception cref="ArgumentException">The program has no such event.</exception>
    public CallExpectation Event(string name) => Expect(TrackedCallKind.Event, name);

    /// <summary>What is expected of a known event: it has the arguments <c>id</c> and <c>context</c>.</summary>
    /// <param name="name">The known event's name.</param>
    /// <exception cref="ArgumentException">The program has no such known event.</exception>
    public CallExpectation KnownEvent(string name) => Expect(TrackedCallKind.KnownEvent, name);

    /// <summary>What is expected of a counter of an older generation, by the name that it is called by.</summary>
    /// <param name="name">The counter's name.</param>
    public CallExpectation Counter(string name) => Expect(TrackedCallKind.Counter, name);

    /// <summary>Forgets what was tracked; counters stay as they are.</summary>
    public void Forget()
    {
        NoteCoverage();
        _recorder.Forget();
    }

    /// <summary>For generated code: what is expected of an event whose arguments are passed as the program passes them.</summary>
    /// <param name="set">The metric set of the event.</param>
    /// <param name="call">Calls the event's method.</param>
    /// <param name="isGiven">Which of the arguments are expected; the others may be anything.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public CallExpectation Expect(MetricSet set, Action<EventTracker> call, params ReadOnlySpan<bool> isGiven)
    {
        TrackedCall probe = EventProbe.Capture(set, call);
        List<TrackedArgument> expected = [];
        for (int i = 0; i < isGiven.Length; i++)
        {
            if (isGiven[i])
            {
                expected.Add(probe.Arguments[i]);
            }
        }

        return new CallExpectation(this, TrackedCallKind.Event, probe.Name, expected);
    }

    /// <summary>Ends the program, if it is the test's own, and notes which definitions were exercised, for <c>serviceping coverage</c>.</summary>
    public async ValueTask DisposeAsync()
    {
        NoteCoverage();
        if (Interlocked.Exchange(ref _own, null) is { } own)
        {
            await own.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>; waits for it on this thread.</summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    /// <summary>Takes the services of the program that was started last.</summary>
    internal CallRecorder Attach(IServiceProvider services)
    {
        Volatile.Write(ref _sets, [.. services.GetServices<MetricSet>()]);
        Volatile.Write(ref _services, services);
        return _recorder;
    }

    /// <summary>The names of an event's arguments; null where no program says them.</summary>
    internal IReadOnlyList<string>? ArgumentsOf(TrackedCallKind kind, string name) => kind switch
    {
        TrackedCallKind.KnownEvent => ["id", "context"],
        TrackedCallKind.Counter => ["by", "value", "field"],
        _ => Sets?.SelectMany(set => set.Events).Where(plan => plan.Name == name).SelectMany(plan => plan.Arguments).Distinct(StringComparer.Ordinal).ToArray(),
    };

    /// <summary>Is told of a metric that was computed because a test has asked for it.</summary>
    internal void NoteComputed(string keyPath)
    {
        lock (_computed)
        {
            _computed.Add(CoverageLine.Metric(keyPath));
        }
    }

    private IReadOnlyList<MetricSet>? Sets => Volatile.Read(ref _sets);

    private void NoteCoverage()
    {
        List<CoverageLine> lines = [];
        lock (_computed)
        {
            lines.AddRange(_computed);
        }

        if (Sets is { } sets)
        {
            lines.AddRange(ExercisedDefinitions.Of(sets, _recorder.Calls));
        }

        CoverageRun.Add(lines);
    }

    private CallExpectation Expect(TrackedCallKind kind, string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        string? what = kind switch
        {
            TrackedCallKind.Event when Sets?.Any(set => set.Events.Any(plan => plan.Name == name)) == false => "event",
            TrackedCallKind.KnownEvent when Sets?.Any(set => set.KnownEvents.Any(known => known.Name == name)) == false => "known event",
            _ => null,
        };
        return what is null
            ? new CallExpectation(this, kind, name, [])
            : throw new ArgumentException($"The program has no {what} '{name}'.", nameof(name));
    }
}
