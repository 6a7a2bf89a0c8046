using System.Buffers;

namespace ServicePing.Runtime.Counters;

/// <summary>What the keys of a product begin with, so that several may share a Redis.</summary>
/// <param name="Text">The prefix; empty by default.</param>
internal sealed record RedisKeyPrefix(string Text)
{
    private const int LongestPrefix = 100;

    // No braces, which would change the slots of a cluster, and nothing that the patterns of an ACL read in another way.
    private static readonly SearchValues<char> Letters =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789:._-/");

    /// <exception cref="ArgumentException">The text is no prefix.</exception>
    internal static RedisKeyPrefix Of(string keyPrefix)
    {
        ArgumentNullException.ThrowIfNull(keyPrefix);
        return keyPrefix.Length <= LongestPrefix && !keyPrefix.AsSpan().ContainsAnyExcept(Letters)
            ? new RedisKeyPrefix(keyPrefix)
            : throw new ArgumentException(
                $"'{keyPrefix}' cannot begin the keys of counters: use up to {LongestPrefix} letters, digits and : . _ - /, such as \"forge:\".",
                nameof(keyPrefix));
    }
}
