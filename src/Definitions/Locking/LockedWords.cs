using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Locking;

/// <summary>The words of the lockfile: those of the definition language, and two for what has none there.</summary>
internal static class LockedWords
{
    public static readonly Word<MetricStatus>[] Statuses = [.. Words.MetricStatuses, new("deprecated", MetricStatus.Deprecated)];

    public static readonly Word<PropertyType>[] PropertyTypes = [.. Words.PropertyTypes, new("any", PropertyType.Any)];

    public static string Of(MetricStatus status) => Words.Of(Statuses, status);

    public static string Of(PropertyType type) => Words.Of(PropertyTypes, type);

    /// <summary>A name without spaces and the marks of the file's lines; names that keep to the rules stay as they are.</summary>
    public static string Escape(string name) => Uri.EscapeDataString(name);

    public static string Unescape(string name) => Uri.UnescapeDataString(name);
}
