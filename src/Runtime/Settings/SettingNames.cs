namespace ServicePing;

/// <summary>
/// The names of settings, as they are kept and shown. Truths are <c>true</c> and <c>false</c>, lists have an entry a line.
/// </summary>
public static class SettingNames
{
    /// <summary>Whether a ping is sent; true by default.</summary>
    public const string Enabled = "enabled";

    /// <summary>Whether a ping is computed and kept although none is sent; true by default.</summary>
    public const string GenerationEnabled = "generation_enabled";

    /// <summary>Whether metrics of the category standard are computed; true by default.</summary>
    public const string IncludeStandardMetrics = "include_standard_metrics";

    /// <summary>Whether metrics of the category subscription are computed; true by default.</summary>
    public const string IncludeSubscriptionMetrics = "include_subscription_metrics";

    /// <summary>Whether metrics of the category operational are computed; true by default.</summary>
    public const string IncludeOperationalMetrics = "include_operational_metrics";

    /// <summary>Whether metrics of the category optional, and those without a category, are computed; true by default.</summary>
    public const string IncludeOptionalMetrics = "include_optional_metrics";

    /// <summary>The key paths of metrics that are left out; none by default.</summary>
    public const string LeftOutMetrics = "left_out_metrics";

    /// <summary>The owners whose metrics are left out; none by default.</summary>
    public const string LeftOutOwners = "left_out_owners";

    /// <summary>Whether registration features are wanted in return for the ping; false by default.</summary>
    public const string RegistrationFeaturesEnabled = "registration_features_enabled";

    /// <summary>Where pings are sent, an address; nowhere by default.</summary>
    public const string Receiver = "receiver";

    /// <summary>
    /// When the weekly ping is due, such as <c>friday 13:17</c>, UTC; computed from the installation's identifier by default.
    /// </summary>
    public const string Schedule = "schedule";
}
