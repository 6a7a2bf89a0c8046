using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Settings;

/// <summary>Reckons what holds: the configuration wins over what is kept, and that over the default.</summary>
internal static class SettingsReckoning
{
    /// <param name="options">What the configuration says.</param>
    /// <param name="kept">What administrators have set; null where that was never read.</param>
    /// <param name="problem">Why what is kept could not be read just now; null where it was.</param>
    /// <param name="withheld">Why the single administrator's consent is missing; null where it is not.</param>
    internal static PingSettings Of(
        ServicePingOptions options, IReadOnlyList<KeptSetting>? kept, string? problem, string? withheld)
    {
        List<string> problems = problem is null ? [] : [problem];
        SettingValue[] values =
        [
            .. SettingDefinition.All.Select(definition => Value(
                definition, options, kept?.FirstOrDefault(setting => setting.Name == definition.Name), problems)),
        ];

        bool IsTrue(string name) => ValueOf(name).Value == SettingDefinition.True;
        SettingValue ValueOf(string name) => values.First(value => value.Name == name);

        string? disabled = DisabledReason(ValueOf(SettingNames.Enabled), kept is null, withheld);
        SettingValue generation = ValueOf(SettingNames.GenerationEnabled);
        if (disabled is null && generation is { Value: SettingDefinition.False, IsLocked: true })
        {
            disabled = $"{nameof(ServicePingOptions.GenerationEnabled)} is false in the configuration, and what is not computed cannot be sent.";
            problems.Add(
                $"The ping is on, and {Called(options, nameof(ServicePingOptions.GenerationEnabled))} is false: nothing is computed or sent. "
                + "Take one of the two out of the configuration.");
        }

        bool needsOptional = options.Edition is { Length: > 0 } edition && !string.Equals(edition, "CE", StringComparison.OrdinalIgnoreCase);
        return new PingSettings
        {
            Values = values,
            IsEnabled = disabled is null,
            DisabledReason = disabled,
            IsGenerationEnabled = disabled is null || (kept is not null && generation.Value == SettingDefinition.True),
            AreRegistrationFeaturesUnlocked = disabled is null
                && IsTrue(SettingNames.RegistrationFeaturesEnabled)
                && (!needsOptional || IsTrue(SettingNames.IncludeOptionalMetrics)),
            Permissions = new PingPermissions
            {
                Categories =
                [
                    .. Category(SettingNames.IncludeStandardMetrics, DataCategory.Standard),
                    .. Category(SettingNames.IncludeSubscriptionMetrics, DataCategory.Subscription),
                    .. Category(SettingNames.IncludeOperationalMetrics, DataCategory.Operational),
                    .. Category(SettingNames.IncludeOptionalMetrics, DataCategory.Optional),
                ],
                LeftOutKeyPaths = SettingDefinition.Entries(ValueOf(SettingNames.LeftOutMetrics).Value),
                LeftOutOwners = SettingDefinition.Entries(ValueOf(SettingNames.LeftOutOwners).Value),
            },
            Receiver = ReceiverAddress.Read(ValueOf(SettingNames.Receiver).Value),
            Schedule = WeeklyTime.TryParse(ValueOf(SettingNames.Schedule).Value, out WeeklyTime schedule) ? schedule : null,
            IsConfirmed = problem is null && kept is not null,
            Problems = problems,
        };

        DataCategory[] Category(string name, DataCategory category) => IsTrue(name) ? [category] : [];
    }

    /// <summary>The option, and where the configuration sets it.</summary>
    internal static string Called(ServicePingOptions options, string option) =>
        options.Bound?.Paths.TryGetValue(option, out string? path) == true ? path : $"{nameof(ServicePingOptions)}.{option}";

    private static SettingValue Value(
        SettingDefinition definition, ServicePingOptions options, KeptSetting? kept, List<string> problems)
    {
        (string? configured, SettingSource source) = (definition.Configured(options), SettingSource.Configuration);
        if (configured is null && definition.Name == SettingNames.Enabled && IsDoNotTrack(options.Variable("DO_NOT_TRACK")))
        {
            (configured, source) = (SettingDefinition.False, SettingSource.Environment);
        }

        SettingValue value = configured is not null ? new SettingValue(definition.Name, configured, source)
            : kept is null ? new SettingValue(definition.Name, definition.Default, SettingSource.Default)
            : new SettingValue(definition.Name, kept.Value, SettingSource.Administrator);
        if (value.Source == SettingSource.Administrator && !definition.IsValid(value.Value))
        {
            problems.Add(
                $"The setting '{definition.Name}' is kept as '{value.Value}', which cannot be read; expected {definition.Expected}. "
                + "Nothing is sent until it is set anew.");
            value = value with { Value = "" };
        }

        return value with { ChangedBy = kept?.ChangedBy, ChangedAt = kept?.ChangedAt };
    }

    private static string? DisabledReason(SettingValue enabled, bool isUnknown, string? withheld) => enabled switch
    {
        { Source: SettingSource.Environment } => "The variable DO_NOT_TRACK of the environment is set.",
        { Value: SettingDefinition.True } when isUnknown => "What administrators have set is not known yet.",
        { Value: SettingDefinition.True } => withheld,
        { Source: SettingSource.Configuration } => "The configuration has switched it off.",
        _ => $"It was switched off by {enabled.ChangedBy}.",
    };

    /// <summary>As the convention has it: any value but none, <c>0</c> and <c>false</c>.</summary>
    private static bool IsDoNotTrack(string? variable) =>
        variable?.Trim() is { Length: > 0 } value && value != "0" && !string.Equals(value, "false", StringComparison.OrdinalIgnoreCase);
}
