namespace ServicePing.Testing;

/// <summary>What a test expects of the calls of an event, a known event or a counter.</summary>
/// <remarks>A call that was suppressed is none: it counted nothing. A failure lists it all the same, with the reason.</remarks>
public sealed class CallExpectation
{
    private readonly ServicePingTest _test;

    internal CallExpectation(ServicePingTest test, TrackedCallKind kind, string name, IReadOnlyList<TrackedArgument> arguments)
    {
        _test = test;
        Kind = kind;
        Name = name;
        Arguments = arguments;
    }

    /// <summary>The calls that are as expected so far, in order.</summary>
    public IReadOnlyList<TrackedCall> Calls => Matching(_test.Calls);

    internal TrackedCallKind Kind { get; }

    internal string Name { get; }

    /// <summary>The arguments that are expected; any other may be anything.</summary>
    internal IReadOnlyList<TrackedArgument> Arguments { get; }

    /// <summary>Expects an argument as well.</summary>
    /// <param name="argument">The identifier or additional property, as its definition calls it.</param>
    /// <param name="value">The value that it must have; <see cref="EventValue.None"/> for none.</param>
    /// <exception cref="ArgumentException">There is no such argument.</exception>
    public CallExpectation With(string argument, EventValue value)
    {
        ArgumentException.ThrowIfNullOrEmpty(argument);
        if (_test.ArgumentsOf(Kind, Name) is { } known && !known.Contains(argument))
        {
            throw new ArgumentException($"'{Name}' has no argument '{argument}'; it has {string.Join(", ", known)}.", nameof(argument));
        }

        return new CallExpectation(_test, Kind, Name, [.. Arguments, new TrackedArgument(argument, value)]);
    }

    /// <summary>There must be at least one such call.</summary>
    /// <exception cref="ServicePingAssertionException">There is none.</exception>
    public void ShouldHaveBeenTracked() => Check("should have been tracked", least: 1, most: int.MaxValue);

    /// <summary>There must be so many such calls, no more and no less.</summary>
    /// <param name="times">How many; 0 or more.</param>
    /// <exception cref="ServicePingAssertionException">There are more or fewer.</exception>
    public void ShouldHaveBeenTracked(int times)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(times);
        Check($"should have been tracked {Times(times)}", least: times, most: times);
    }

    /// <summary>There must be one such call.</summary>
    /// <exception cref="ServicePingAssertionException">There is none, or more than one.</exception>
    public void ShouldHaveBeenTrackedOnce() => ShouldHaveBeenTracked(times: 1);

    /// <summary>There must be no such call.</summary>
    /// <exception cref="ServicePingAssertionException">There is one.</exception>
    public void ShouldNotHaveBeenTracked() => Check("should not have been tracked", least: 0, most: 0);

    /// <summary>Which of a call's arguments differ from what is expected, by their position in the call.</summary>
    internal IReadOnlyList<int> Differences(TrackedCall call)
    {
        List<int> differing = [];
        foreach (TrackedArgument expected in Arguments)
        {
            // A known event may have several identifiers.
            if (!call.Arguments.Contains(expected))
            {
                differing.Add(call.Arguments.Index().FirstOrDefault(one => one.Item.Name == expected.Name, (Index: -1, default)).Index);
            }
        }

        return differing;
    }

    internal bool IsOfSame(TrackedCall call) => call.Kind == Kind && call.Name == Name;

    internal static string Times(int times) => times switch
    {
        1 => "once",
        2 => "twice",
        _ => FormattableString.Invariant($"{times} times"),
    };

    private IReadOnlyList<TrackedCall> Matching(IReadOnlyList<TrackedCall> calls) =>
        [.. calls.Where(call => IsOfSame(call) && call.Suppressed is null && Differences(call).Count == 0)];

    private void Check(string verb, int least, int most)
    {
        IReadOnlyList<TrackedCall> calls = _test.Calls;
        IReadOnlyList<TrackedCall> matching = Matching(calls);
        if (matching.Count < least || matching.Count > most)
        {
            throw new ServicePingAssertionException(FailureText.Of(this, verb, isMissing: matching.Count < least, matching, calls));
        }
    }
}
