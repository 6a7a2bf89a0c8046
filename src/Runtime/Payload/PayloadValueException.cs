namespace ServicePing;

/// <summary>A payload does not hold the value that was asked for.</summary>
public sealed class PayloadValueException : Exception
{
    internal PayloadValueException(string keyPath, string expected, string found)
        : base($"The payload should hold {expected} at '{keyPath}', but holds {found}.")
    {
        KeyPath = keyPath;
        Expected = expected;
        Found = found;
    }

    /// <summary>The key path that was asked for.</summary>
    public string KeyPath { get; }

    /// <summary>What was asked for, such as <c>a whole number</c>.</summary>
    public string Expected { get; }

    /// <summary>What the payload holds: <c>nothing</c>, <c>null</c> or a value, such as <c>the text "5"</c>.</summary>
    public string Found { get; }
}
