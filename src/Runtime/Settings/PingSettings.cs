namespace ServicePing;

/// <summary>What holds for the ping at one moment, and why.</summary>
/// <remarks>Immutable; <see cref="ServicePingSettings"/> has the present one.</remarks>
public sealed record PingSettings
{
    internal PingSettings()
    {
    }

    /// <summary>Every setting, with what has decided it.</summary>
    public required IReadOnlyList<SettingValue> Values { get; init; }

    /// <summary>Whether pings are sent, once there is a receiver and the notice period is over.</summary>
    public required bool IsEnabled { get; init; }

    /// <summary>Why no ping is sent, in a sentence; null where <see cref="IsEnabled"/>.</summary>
    public required string? DisabledReason { get; init; }

    /// <summary>Whether pings are computed and kept: they are sent, or that alone is wanted.</summary>
    public required bool IsGenerationEnabled { get; init; }

    /// <summary>Whether registration features are unlocked.</summary>
    public required bool AreRegistrationFeaturesUnlocked { get; init; }

    /// <summary>What a ping may hold.</summary>
    public required PingPermissions Permissions { get; init; }

    /// <summary>Where pings are sent; null for nowhere.</summary>
    public required Uri? Receiver { get; init; }

    /// <summary>When the weekly ping is due; null where the installation's identifier says it.</summary>
    public required WeeklyTime? Schedule { get; init; }

    /// <summary>
    /// Whether what administrators have set was read when it was last looked for. Where it was not, what was read before holds,
    /// and nothing is sent.
    /// </summary>
    public required bool IsConfirmed { get; init; }

    /// <summary>
    /// What is wrong, a sentence each with the way out: settings that contradict each other, a store that cannot be read.
    /// </summary>
    public required IReadOnlyList<string> Problems { get; init; }

    /// <summary>A setting.</summary>
    /// <param name="name">Its name, one of <see cref="SettingNames"/>.</param>
    /// <exception cref="ArgumentException">There is none of this name.</exception>
    public SettingValue this[string name] => Values.FirstOrDefault(value => value.Name == name)
        ?? throw new ArgumentException(
            $"There is no setting '{name}'; there are {string.Join(", ", Values.Select(value => value.Name))}.", nameof(name));
}
