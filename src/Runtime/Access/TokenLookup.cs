using System.Globalization;
using ServicePing.Runtime.Access;
using ServicePing.Runtime.Values;

namespace ServicePing;

/// <summary>Whether a token may be used.</summary>
public enum TokenState
{
    /// <summary>It may be.</summary>
    Valid,

    /// <summary>The text is none of a token, by its form or its checksum; nobody was asked.</summary>
    Malformed,

    /// <summary>There is no such token: there never was, or it ended long ago.</summary>
    Unknown,

    /// <summary>Its time is over.</summary>
    Expired,

    /// <summary>Somebody has revoked it.</summary>
    Revoked,
}

/// <summary>What a look for a token by its text has found.</summary>
/// <param name="State">Whether it may be used.</param>
/// <param name="Token">The token; null where there is none.</param>
public sealed record TokenLookup(TokenState State, AccessToken? Token)
{
    /// <summary>Whether the token may be used.</summary>
    public bool IsValid => State == TokenState.Valid;

    /// <summary>Why it may or may not be used, in a sentence for whoever has sent it; nothing of its text is in it.</summary>
    public string Message => State switch
    {
        TokenState.Valid => "The token is valid.",
        TokenState.Malformed => string.Create(
            CultureInfo.InvariantCulture,
            $"This is no token: one begins with '{TokenText.Prefix}' and has {TokenText.Length} characters, with a checksum."),
        TokenState.Expired => $"The token has expired at {Timestamp.Format(Token!.ExpiresAt)}.",
        TokenState.Revoked => $"The token was revoked at {Timestamp.Format(Token!.RevokedAt!.Value)}.",
        _ => "There is no such token.",
    };
}
