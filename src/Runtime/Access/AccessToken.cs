namespace ServicePing;

/// <summary>A token, as it is shown: neither its text nor the hash of it.</summary>
/// <param name="Id">What names it: the eleven characters of its text behind <c>spt_</c>, which are no secret.</param>
/// <param name="Name">What it is for, in the words of whoever has created it.</param>
/// <param name="UserId">Whom it acts as, by the identifier of the product.</param>
/// <param name="UserName">Whom it acts as, for people.</param>
public sealed record AccessToken(string Id, string Name, string UserId, string UserName)
{
    /// <summary>What it may be used for, of <see cref="TokenScopes"/> and in that order.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>Whether its user was an administrator when it was created.</summary>
    public required bool IsAdministrator { get; init; }

    /// <summary>Whether it may be used, by the store's clock when it was read: valid, expired or revoked.</summary>
    public required TokenState State { get; init; }

    /// <summary>Who has created it.</summary>
    public required string CreatedBy { get; init; }

    /// <summary>When it was created, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>From when on it may not be used, UTC.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }

    /// <summary>The latest day, UTC, on which it was used; null where it never was. It is written after the use.</summary>
    public DateOnly? LastUsedOn { get; init; }

    /// <summary>Who has revoked it; null where nobody has.</summary>
    public string? RevokedBy { get; init; }

    /// <summary>When it was revoked, UTC; null where it was not.</summary>
    public DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Whether both are the same in every respect.</summary>
    /// <param name="other">The other token.</param>
    public bool Equals(AccessToken? other) =>
        other is not null
        && (Id, Name, UserId, UserName) == (other.Id, other.Name, other.UserId, other.UserName)
        && Scopes.SequenceEqual(other.Scopes, StringComparer.Ordinal)
        && (IsAdministrator, State, LastUsedOn) == (other.IsAdministrator, other.State, other.LastUsedOn)
        && (CreatedBy, CreatedAt, ExpiresAt) == (other.CreatedBy, other.CreatedAt, other.ExpiresAt)
        && (RevokedBy, RevokedAt) == (other.RevokedBy, other.RevokedAt);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Name, State, LastUsedOn);
}
