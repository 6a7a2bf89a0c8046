using ServicePing.Dictionary;

namespace ServicePing.Tool.Tests.Dictionary;

/// <summary>The dictionary of a small project, as a browser sees it.</summary>
public sealed class BrowsedSite : BrowsedFolder
{
    private protected override async Task<IEnumerable<SiteFile>> FilesAsync()
    {
        SmallProject project = new();
        for (int number = 0; number < 120; number++)
        {
            // More than are shown at first, and at the second.
            project = project.With(
                $"metrics/many{number}.yml",
                SmallProject.Metric($"counts.many_{number:00}", "system", "none", "instrumentation_class: ManyMetric").Replace("planning", "growth", StringComparison.Ordinal));
        }

        return DictionarySite.Files(await project.DictionaryAsync());
    }
}
