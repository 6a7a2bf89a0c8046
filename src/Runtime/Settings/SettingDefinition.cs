namespace ServicePing.Runtime.Settings;

/// <summary>What there is to know of a setting: the one place that says what configures it and what its values are.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Default">Its value where nobody has set it.</param>
/// <param name="Option">The option of <see cref="ServicePingOptions"/> that configures it.</param>
/// <param name="Configured">What the options say; null where they say nothing.</param>
/// <param name="IsValid">Whether a text is a value.</param>
/// <param name="Expected">What a value looks like.</param>
internal sealed record SettingDefinition(
    string Name,
    string Default,
    string Option,
    Func<ServicePingOptions, string?> Configured,
    Predicate<string> IsValid,
    string Expected)
{
    internal const string True = "true";
    internal const string False = "false";

    internal static IReadOnlyList<SettingDefinition> All { get; } =
    [
        Truth(SettingNames.Enabled, True, nameof(ServicePingOptions.Enabled), options => options.Enabled),
        Truth(SettingNames.GenerationEnabled, True, nameof(ServicePingOptions.GenerationEnabled), options => options.GenerationEnabled),
        Truth(
            SettingNames.IncludeStandardMetrics,
            True,
            nameof(ServicePingOptions.IncludeStandardMetrics),
            options => options.IncludeStandardMetrics),
        Truth(
            SettingNames.IncludeSubscriptionMetrics,
            True,
            nameof(ServicePingOptions.IncludeSubscriptionMetrics),
            options => options.IncludeSubscriptionMetrics),
        Truth(
            SettingNames.IncludeOperationalMetrics,
            True,
            nameof(ServicePingOptions.IncludeOperationalMetrics),
            options => options.IncludeOperationalMetrics),
        Truth(
            SettingNames.IncludeOptionalMetrics,
            True,
            nameof(ServicePingOptions.IncludeOptionalMetrics),
            options => options.IncludeOptionalMetrics),
        List(SettingNames.LeftOutMetrics, nameof(ServicePingOptions.LeftOutMetrics), options => options.LeftOutMetrics),
        List(SettingNames.LeftOutOwners, nameof(ServicePingOptions.LeftOutOwners), options => options.LeftOutOwners),
        Truth(
            SettingNames.RegistrationFeaturesEnabled,
            False,
            nameof(ServicePingOptions.RegistrationFeaturesEnabled),
            options => options.RegistrationFeaturesEnabled),
        new(
            SettingNames.Receiver,
            "",
            nameof(ServicePingOptions.Receiver),
            options => options.Receiver,
            text => ReceiverAddress.Read(text) is not null,
            ReceiverAddress.Expected),
        new(
            SettingNames.Schedule,
            "",
            nameof(ServicePingOptions.Schedule),
            options => options.Schedule,
            text => WeeklyTime.TryParse(text, out _),
            "a day and a time, UTC, such as 'friday 13:17'"),
    ];

    internal static SettingDefinition? Find(string name) => All.FirstOrDefault(definition => definition.Name == name);

    /// <summary>The entries of a list.</summary>
    internal static string[] Entries(string value) =>
        value.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static SettingDefinition Truth(string name, string normal, string option, Func<ServicePingOptions, bool?> configured) =>
        new(
            name,
            normal,
            option,
            options => configured(options) is { } value ? (value ? True : False) : null,
            text => text is True or False,
            "'true' or 'false'");

    private static SettingDefinition List(string name, string option, Func<ServicePingOptions, ISet<string>> configured) =>
        new(
            name,
            "",
            option,
            options => configured(options) is { Count: > 0 } entries ? string.Join('\n', entries.Order(StringComparer.Ordinal)) : null,
            text => Entries(text).Length > 0,
            "a name a line");
}
