using ServicePing.Runtime.Access;

namespace ServicePing;

/// <summary>A token that was just created, with its text, which nobody can be told again.</summary>
/// <param name="Token">The token.</param>
/// <param name="Text">Its text: a secret, 64 characters that begin with <c>spt_</c>.</param>
public sealed record CreatedToken(AccessToken Token, string Text)
{
    /// <summary>What names the token; never its text, since this may end in a log.</summary>
    public override string ToString() => $"{TokenText.Prefix}{Token.Id}…";
}
