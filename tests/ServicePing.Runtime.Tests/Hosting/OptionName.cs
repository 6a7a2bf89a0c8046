using System.Reflection;

namespace ServicePing.Tests;

/// <summary>An option, or one of a section of options within them.</summary>
/// <param name="Sections">The sections, the outermost first; none for an option of its own.</param>
/// <param name="Property">The option.</param>
internal sealed record OptionName(IReadOnlyList<PropertyInfo> Sections, PropertyInfo Property)
{
    internal static IEnumerable<OptionName> All => Of(typeof(ServicePingOptions), []);

    /// <summary>The key of the configuration.</summary>
    internal string Key => string.Join(':', Sections.Append(Property).Select(part => part.Name));

    internal object? ValueOf(ServicePingOptions options) =>
        Property.GetValue(Sections.Aggregate((object)options, (value, section) => section.GetValue(value)!));

    private static IEnumerable<OptionName> Of(Type options, PropertyInfo[] sections) => options.GetProperties().SelectMany(property =>
        property.PropertyType.Name.EndsWith("Options", StringComparison.Ordinal)
            ? Of(property.PropertyType, [.. sections, property])
            : [new OptionName(sections, property)]);
}
