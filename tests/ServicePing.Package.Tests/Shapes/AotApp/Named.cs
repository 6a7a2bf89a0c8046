using System.Diagnostics.CodeAnalysis;
using ServicePing;

namespace AotApp;

/// <summary>The platform's way of setting options, named instead of called: no generator writes it, and it looks for them by reflection.</summary>
internal static class Named
{
    [UnconditionalSuppressMessage("Trimming", "IL2026", Justification = "A test shows that options are there.")]
    [UnconditionalSuppressMessage("AOT", "IL3050", Justification = "A test shows that texts can be set.")]
    public static Action<ServicePingOptions> Binding(IConfigurationSection section) => section.Bind;
}
