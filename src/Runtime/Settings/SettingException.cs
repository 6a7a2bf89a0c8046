namespace ServicePing;

/// <summary>A setting cannot be changed: which, why, and what helps. Nothing was changed.</summary>
public sealed class SettingException : Exception
{
    internal SettingException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }

    /// <summary>Whether the configuration or the environment has decided, so that it is changed there; the setting and its value exist.</summary>
    public bool IsLocked { get; internal init; }
}
