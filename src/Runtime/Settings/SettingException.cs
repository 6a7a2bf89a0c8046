namespace ServicePing;

/// <summary>A setting cannot be changed: which, why, and what helps. Nothing was changed.</summary>
public sealed class SettingException : Exception
{
    internal SettingException(string message, Exception? cause = null)
        : base(message, cause)
    {
    }
}
