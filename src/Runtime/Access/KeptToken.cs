using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using ServicePing.Runtime.Storage;
using ServicePing.Runtime.Values;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Access;

/// <summary>A token as it is kept: one document, which is replaced as a whole where it is still the one that was read.</summary>
/// <param name="Token">The token.</param>
/// <param name="Sha256">The hash of its text, and all that is kept of it.</param>
internal sealed record KeptToken(AccessToken Token, byte[] Sha256)
{
    private const string Day = "yyyy-MM-dd";

    /// <summary>When it has ended, or will.</summary>
    internal DateTimeOffset EndsAt => Token.RevokedAt is { } revoked && revoked < Token.ExpiresAt ? revoked : Token.ExpiresAt;

    /// <summary>Whether it is the token of this text, found out in a time that tells nothing of the hash.</summary>
    internal bool IsOf(string text) => CryptographicOperations.FixedTimeEquals(Sha256, TokenText.Hash(text));

    /// <summary>What the audit says of it.</summary>
    internal string Description =>
        $"'{Token.Name}' of {Token.UserName} ({Token.UserId}): {string.Join(", ", Token.Scopes)}"
        + $"{(Token.IsAdministrator ? ", as an administrator" : "")}, until {Timestamp.Format(Token.ExpiresAt)}";

    internal ReadOnlyMemory<byte> ToKept() => PlainJson.Write(json =>
    {
        json.WriteString("name"u8, Token.Name);
        json.WriteString("user_id"u8, Token.UserId);
        json.WriteString("user_name"u8, Token.UserName);
        json.WriteStartArray("scopes"u8);
        foreach (string scope in Token.Scopes)
        {
            json.WriteStringValue(scope);
        }

        json.WriteEndArray();
        json.WriteBoolean("is_administrator"u8, Token.IsAdministrator);
        json.WriteBase64String("sha256"u8, Sha256);
        json.WriteString("created_by"u8, Token.CreatedBy);
        json.WriteString("created_at"u8, Timestamp.Format(Token.CreatedAt));
        json.WriteString("expires_at"u8, Timestamp.Format(Token.ExpiresAt));
        json.WriteString("last_used_on"u8, Token.LastUsedOn?.ToString(Day, CultureInfo.InvariantCulture));
        json.WriteString("revoked_by"u8, Token.RevokedBy);
        json.WriteString("revoked_at"u8, Token.RevokedAt is { } revoked ? Timestamp.Format(revoked) : null);
    });

    /// <exception cref="PingStoreException">It is damaged, or another version has written it.</exception>
    internal static KeptToken FromKept(KeptFact fact, string place)
    {
        string id = fact.Name[InstanceNames.Tokens.Length..];
        return KeptJson.Read(
            fact.Value,
            json =>
            {
                DateTimeOffset expiresAt = Moment(json, "expires_at")!.Value;
                DateTimeOffset? revokedAt = Moment(json, "revoked_at");
                return new KeptToken(
                    new AccessToken(
                        id,
                        json.GetProperty("name").GetString()!,
                        json.GetProperty("user_id").GetString()!,
                        json.GetProperty("user_name").GetString()!)
                    {
                        Scopes = [.. json.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!)],
                        IsAdministrator = json.GetProperty("is_administrator").GetBoolean(),
                        State = revokedAt is not null ? TokenState.Revoked
                            : fact.SeenAt >= expiresAt ? TokenState.Expired
                            : TokenState.Valid,
                        CreatedBy = json.GetProperty("created_by").GetString()!,
                        CreatedAt = Moment(json, "created_at")!.Value,
                        ExpiresAt = expiresAt,
                        LastUsedOn = json.GetProperty("last_used_on").GetString() is { } day
                            ? DateOnly.ParseExact(day, Day, CultureInfo.InvariantCulture)
                            : null,
                        RevokedBy = json.GetProperty("revoked_by").GetString(),
                        RevokedAt = revokedAt,
                    },
                    json.GetProperty("sha256").GetBytesFromBase64());
            },
            $"{place}: the token '{id}'",
            "Restore it from a backup, or remove its row and create another.");
    }

    private static DateTimeOffset? Moment(JsonElement json, string name) => json.GetProperty(name).GetString() is { } moment
        ? DateTimeOffset.Parse(moment, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal)
        : null;
}
