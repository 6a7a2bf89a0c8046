using System.Globalization;

namespace ServicePing.Definitions.Model;

/// <summary>A version of the product as milestones write it: <c>16.7</c>.</summary>
/// <param name="Major">The first number.</param>
/// <param name="Minor">The second number.</param>
public readonly record struct ProductVersion(int Major, int Minor)
{
    /// <summary>Reads <c>16.7</c>, and of <c>16.7.2-beta</c> what a milestone has; null for anything else, also for <c>&lt;13.9</c>.</summary>
    public static ProductVersion? Parse(string? text)
    {
        string[] parts = (text ?? "").Split('-', '+')[0].Split('.');
        return parts.Length >= 2 && Number(parts[0]) is { } major && Number(parts[1]) is { } minor
            ? new ProductVersion(major, minor)
            : null;
    }

    /// <summary>Whether this version came before another.</summary>
    public bool IsBefore(ProductVersion other) => (Major, Minor).CompareTo((other.Major, other.Minor)) < 0;

    /// <inheritdoc/>
    public override string ToString() => string.Format(CultureInfo.InvariantCulture, "{0}.{1}", Major, Minor);

    private static int? Number(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;
}
