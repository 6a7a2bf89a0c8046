namespace ServicePing.Runtime.Events;

/// <summary>The feature flag of a known event, as the program's delegate sees it.</summary>
internal sealed class FeatureSwitch(string flag, Func<string, bool> isEnabled, Action<Exception, long> fail)
{
    /// <summary>Whether the event counts now. A delegate that throws makes it not, which is reported.</summary>
    internal bool IsOn()
    {
        try
        {
            return isEnabled(flag);
        }
        catch (Exception exception)
        {
            fail(exception, 1);
            return false;
        }
    }
}
