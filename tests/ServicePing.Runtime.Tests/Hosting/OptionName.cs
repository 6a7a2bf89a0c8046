using System.Reflection;

namespace ServicePing.Tests;

/// <summary>An option, or one of a section of options within them.</summary>
/// <param name="Section">The section; null for an option of its own.</param>
/// <param name="Property">The option.</param>
internal sealed record OptionName(PropertyInfo? Section, PropertyInfo Property)
{
    internal static IEnumerable<OptionName> All => typeof(ServicePingOptions).GetProperties().SelectMany(property =>
        property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? property.PropertyType.GetProperties().Select(inner => new OptionName(property, inner))
            : [new OptionName(null, property)]);

    /// <summary>The key of the configuration.</summary>
    internal string Key => Section is null ? Property.Name : $"{Section.Name}:{Property.Name}";

    internal object? ValueOf(ServicePingOptions options) => Property.GetValue(Section is null ? options : Section.GetValue(options));
}
