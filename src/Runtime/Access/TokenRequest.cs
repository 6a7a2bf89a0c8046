using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing;

/// <summary>A token that is to be created.</summary>
/// <param name="Name">What it is for, in words; 1 to 100 characters without line breaks.</param>
/// <param name="UserId">Whom it acts as, by the identifier of the product; 1 to 200 characters.</param>
/// <param name="UserName">Whom it acts as, for people; 1 to 200 characters.</param>
/// <param name="Scopes">What it may be used for, at least one of <see cref="TokenScopes"/>.</param>
/// <param name="ExpiresAt">From when on it may not be used; within a year and a day by the store's clock.</param>
public sealed record TokenRequest(
    string Name, string UserId, string UserName, IReadOnlyList<string> Scopes, DateTimeOffset ExpiresAt)
{
    /// <summary>
    /// Whether its user is an administrator; false by default. A product that asks for roles at each request need not go by it.
    /// </summary>
    public bool IsAdministrator { get; init; }

    /// <summary>What is wrong with it, in a sentence; null where nothing is.</summary>
    internal string? Problem(DateTimeOffset now)
    {
        // A day more, since whoever reckons with a year may have another clock than the store, and another zone.
        DateTimeOffset latest = now.AddYears(1).AddDays(1);
        return Of("A name", Name, 100) ?? Of("A user's identifier", UserId, 200) ?? Of("A user's name", UserName, 200)
            ?? (Scopes is not [_, ..] ? $"A token has a scope at least; there are {string.Join(", ", TokenScopes.All)}."
                : Scopes.FirstOrDefault(scope => !TokenScopes.All.Contains(scope, StringComparer.Ordinal)) is { } unknown
                    ? $"There is no scope '{EgressText.Line(unknown, 40)}'; there are {string.Join(", ", TokenScopes.All)}."
                : Scopes.Contains(null) ? $"A scope is none; there are {string.Join(", ", TokenScopes.All)}."
                : ExpiresAt <= now || ExpiresAt > latest
                    ? $"A token expires within a year and a day: after {Timestamp.Format(now)}, and by {Timestamp.Format(latest)}."
                : null);
    }

    // A store's text holds no U+0000, and half a character is none.
    private static string? Of(string what, string? text, int most) =>
        string.IsNullOrWhiteSpace(text) || text.Length > most || text.EnumerateRunes().Any(rune => IsNone(rune.Value))
            ? $"{what} has 1 to {most} characters, no line breaks and no control characters."
            : null;

    private static bool IsNone(int rune) => rune is < 0x20 or (>= 0x7F and <= 0x9F) or 0x2028 or 0x2029 or 0xFFFD;
}
