namespace ServicePing.Runtime.Permissions;

/// <summary>The names of data categories, as definitions and payloads write them.</summary>
internal static class DataCategoryWords
{
    internal static string Word(this DataCategory category) => category switch
    {
        DataCategory.Standard => "standard",
        DataCategory.Subscription => "subscription",
        DataCategory.Operational => "operational",
        _ => "optional",
    };
}
