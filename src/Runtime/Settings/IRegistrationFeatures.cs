namespace ServicePing;

/// <summary>The features that an installation has in return for its ping.</summary>
public interface IRegistrationFeatures
{
    /// <summary>
    /// Whether a feature is unlocked: it is one of <see cref="ServicePingOptions.RegistrationFeatures"/>, and the ping is on with
    /// them wanted. Quick enough for every request; false until the settings were read once.
    /// </summary>
    /// <param name="name">The name of the feature, upper and lower case told apart.</param>
    bool IsUnlocked(string name);
}
