namespace ServicePing;

/// <summary>What categories of metrics hold, in plain words.</summary>
internal static class CategoryWords
{
    internal static string Name(DataCategory category) => category switch
    {
        DataCategory.Standard => "Standard",
        DataCategory.Subscription => "Subscription",
        DataCategory.Operational => "Operational",
        _ => "Optional",
    };

    /// <summary>What is in it.</summary>
    internal static string Contents(DataCategory category) => category switch
    {
        DataCategory.Standard => "What this installation is: its version, edition, databases and identifier.",
        DataCategory.Subscription => "What the licence covers: plan, seats and dates.",
        DataCategory.Operational => "How the installation is set up and how well it runs.",
        _ => "How much its features are used, as totals of the whole installation.",
    };

    /// <summary>What whoever switches it off goes without.</summary>
    internal static string WithoutIt(DataCategory category) => category switch
    {
        DataCategory.Standard => "Without it the vendor cannot tell which versions are in use, and reports nothing back.",
        DataCategory.Subscription => "Without it the vendor cannot compare the licence with its use.",
        DataCategory.Operational => "Without it the vendor cannot warn of problems that installations like this one have.",
        _ => "Without it the vendor does not learn which features matter here, and features given in return for it may be locked.",
    };

    internal static string Setting(DataCategory category) => category switch
    {
        DataCategory.Standard => SettingNames.IncludeStandardMetrics,
        DataCategory.Subscription => SettingNames.IncludeSubscriptionMetrics,
        DataCategory.Operational => SettingNames.IncludeOperationalMetrics,
        _ => SettingNames.IncludeOptionalMetrics,
    };

    internal static IReadOnlyList<DataCategory> All { get; } = Enum.GetValues<DataCategory>();
}
