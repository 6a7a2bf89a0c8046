namespace ServicePing;

/// <summary>A token cannot be created as it was asked for: why, and what helps. Nothing was changed.</summary>
public sealed class TokenException : Exception
{
    internal TokenException(string message)
        : base(message)
    {
    }
}

/// <summary>
/// The store of tokens cannot be read or written, so that nobody can say whether a token is valid; the message, or that of the
/// inner exception, has the cause and the way out.
/// </summary>
public sealed class TokenStoreException : Exception
{
    internal TokenStoreException(string message, Exception cause)
        : base(message, cause)
    {
    }
}
