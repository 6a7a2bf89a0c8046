namespace ServicePing.Runtime.Catalogue;

/// <summary>A definition as an embedded catalogue has it: its fields by GitLab's names, in the order of GitLab's files.</summary>
/// <param name="Kind">The letter of its kind: <c>M</c> a metric, <c>E</c> an event.</param>
/// <param name="Fields">What the definition says, and its file as <c>file_path</c>.</param>
internal sealed record CatalogueRow(char Kind, IReadOnlyList<(string Name, CatalogueValue Value)> Fields)
{
    internal const char Metric = 'M';
    internal const char Event = 'E';
    internal const string FilePath = "file_path";

    internal CatalogueValue? Find(string name)
    {
        foreach ((string field, CatalogueValue value) in Fields)
        {
            if (field == name)
            {
                return value;
            }
        }

        return null;
    }

    internal string? TextOrNull(string name) => Find(name)?.TextOrNull;

    internal string Text(string name) => TextOrNull(name) ?? "";

    internal IReadOnlyList<string> Texts(string name) => Find(name)?.Texts ?? [];
}
