using ServicePing.Runtime.Configuration;

namespace ServicePing.Runtime.Settings;

/// <summary>Asks the settings.</summary>
internal sealed class RegistrationFeatures(ServicePingSettings settings, LiveOptions options) : IRegistrationFeatures
{
    public bool IsUnlocked(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return settings.Current.AreRegistrationFeaturesUnlocked && options.Value.RegistrationFeatures.Contains(name);
    }
}
