namespace ServicePing.Runtime.Databases.Passes;

/// <summary>
/// How wide the next slice is. Slices tell what a statement costs: a fixed time, and a time for each unit of its width.
/// </summary>
/// <param name="target">How long a statement should take.</param>
/// <param name="limit">When the server ends a statement.</param>
/// <param name="first">The width to begin with.</param>
/// <param name="ceiling">What no slice exceeds.</param>
/// <remarks>
/// Every slice pays the fixed time anew, so that a large one is a reason for few and wide slices, never for narrow ones. Of a
/// statement the rest then takes the target, and longer where the fixed time alone exceeds it.
/// </remarks>
internal sealed class SliceWidth(TimeSpan target, TimeSpan limit, long first, long ceiling)
{
    private const double MostGrowth = 4;

    // A slice that took its time already is not made much longer by a mistake about the fixed time: it is widened by more only where
    // one that was wider took no longer.
    private const double FirstGrowthBeyondTarget = 2;
    private const double MostGrowthBeyondTarget = 16;
    private const double NoLonger = 1.25;

    // A smaller share of the target costs less than to mistake a slow part of the table for a fixed time.
    private const double FewestFixed = 0.25;

    // How much longer the rest of a statement may be for what the fixed time exceeds the target by.
    private const double Spread = 4;

    // Times of widths that differ by less tell chance.
    private const double TellingRatio = 1.5;

    private const int MostSeen = 8;

    private readonly Queue<(double Width, double Time)> _seen = new(MostSeen);
    private readonly double _target = target.TotalSeconds;
    private readonly double _limit = limit.TotalSeconds;
    private double _fixed;
    private double _slope;
    private bool _isTold;
    private double _growthBeyondTarget = FirstGrowthBeyondTarget;

    internal long Current { get; private set; } = Within(first, ceiling);

    /// <summary>Learns from a statement that ended well.</summary>
    /// <param name="width">The width of its slice.</param>
    /// <param name="elapsed">How long it took.</param>
    internal void Learn(long width, TimeSpan elapsed)
    {
        if (_seen.Count == MostSeen)
        {
            _seen.Dequeue();
        }

        double time = elapsed.TotalSeconds;
        bool isWider = _seen.All(one => one.Width * TellingRatio <= width);
        _seen.Enqueue((width, time));
        bool isTold = TryFit();
        if (isWider)
        {
            bool isNoLonger = IsFixedLarge && time <= _fixed * NoLonger;
            _growthBeyondTarget = isNoLonger
                ? Math.Min(MostGrowthBeyondTarget, _growthBeyondTarget * _growthBeyondTarget)
                : FirstGrowthBeyondTarget;
        }

        Current = Within(isTold || !IsTrialDue(time) ? Next(width, time) : Trial(time), ceiling);
    }

    private bool IsFixedLarge => _fixed >= _target * FewestFixed;

    /// <summary>
    /// Tells the fixed time from the rest where widths differ, by medians, which a few odd slices do not move. Hardly any
    /// statement is quicker than the fixed time.
    /// </summary>
    private bool TryFit()
    {
        double quick = _seen.Select(one => one.Time).Order().ElementAt((_seen.Count - 1) / 4);
        double[] slopes =
        [
            .. from narrow in _seen
               from wide in _seen
               where wide.Width >= narrow.Width * TellingRatio
               select (wide.Time - narrow.Time) / (wide.Width - narrow.Width),
        ];
        if (slopes.Length == 0)
        {
            _fixed = Math.Min(_fixed, quick);
            return false;
        }

        _isTold = true;
        _slope = Math.Max(0, Median(slopes));
        _fixed = Math.Clamp(Median(_seen.Select(one => one.Time - (_slope * one.Width))), 0, quick);
        return true;
    }

    private double Next(double width, double time)
    {
        if (!IsFixedLarge)
        {
            return width * (time > 0 ? Math.Clamp(_target / time, 1 / MostGrowth, MostGrowth) : MostGrowth);
        }

        double rest = Math.Max(time - _fixed, _slope * width);
        double widest = _seen.Max(one => one.Width);
        double most = time > _target ? widest * _growthBeyondTarget : Math.Max(widest, width * MostGrowth);
        return Math.Clamp(rest > 0 ? width * Rest() / rest : double.PositiveInfinity, width / MostGrowth, most);
    }

    /// <summary>How long a statement should take beside its fixed time.</summary>
    private double Rest()
    {
        double most = (_limit - _fixed) / 2;
        return most > 0 ? Math.Min(most, _target + (Spread * Math.Max(0, _fixed - _target))) : _target;
    }

    /// <summary>Whether slices of one width take so long that it matters what of it is fixed, and that is not known, or long ago.</summary>
    private bool IsTrialDue(double time) =>
        _seen.Count > 1 && (!_isTold || (IsFixedLarge && _seen.Count == MostSeen))
        && _seen.Min(one => one.Time) >= _target * FewestFixed
        && (time > _target || Current < ceiling);

    /// <summary>Half of the width costs one statement more at the most.</summary>
    private double Trial(double time)
    {
        double narrowest = _seen.Min(one => one.Width);
        return narrowest >= 2 ? narrowest / 2 : time < _limit / MostGrowth ? narrowest * 2 : narrowest;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return (ordered[(ordered.Length - 1) / 2] + ordered[ordered.Length / 2]) / 2;
    }

    private static long Within(double width, long ceiling) => (long)Math.Clamp(width, 1, Math.Max(1, ceiling));
}
