using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Importing;

/// <summary>The words of a tree as <c>vocabulary.yml</c>: those that it declares, and those that its definitions use besides.</summary>
internal static class ImportedVocabulary
{
    /// <summary>The text of the file; null where the tree declares nothing, so that any word is allowed.</summary>
    internal static string? Write(IReadOnlyList<string> owners, IReadOnlyList<string> categories, IReadOnlyList<DefinitionFile> files)
    {
        Fields fields = new();
        if (owners.Count > 0)
        {
            // The label by which GitLab reaches a group; a product of its own writes addresses here.
            fields.Add(VocabularyKeys.Owners, [.. All(owners, Used(files, metric => [metric.ProductGroup], one => [one.ProductGroup]))
                .Select(owner => new Option(owner, Fields.Map(new Fields().Add(OwnerKeys.Contact, "group::" + owner).Entries)))]);
        }

        if (categories.Count > 0)
        {
            fields.Add(VocabularyKeys.Categories, All(categories, Used(files, metric => metric.ProductCategories, one => one.ProductCategories)).ToEquatableArray());
        }

        return fields.Entries.IsEmpty ? null : YamlWriter.WriteMap(fields.Entries);
    }

    private static IEnumerable<string> All(IEnumerable<string> declared, IEnumerable<string> used) =>
        declared.Concat(used).Where(word => word.Length > 0).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private static IEnumerable<string> Used(
        IReadOnlyList<DefinitionFile> files, Func<MetricDefinition, IEnumerable<string>> ofMetric, Func<EventDefinition, IEnumerable<string>> ofEvent) => files
        .SelectMany(file => file.Metrics).Where(metric => metric.Status != Definitions.Model.MetricStatus.Removed).SelectMany(ofMetric)
        .Concat(files.SelectMany(file => file.Events).Where(one => !one.IsRemoved).SelectMany(ofEvent));
}
