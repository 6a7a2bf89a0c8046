using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Drafts;

/// <summary>A definition that is still to be written.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Name">Its key path or action.</param>
/// <param name="File">Where it is to lie, relative to the definitions root.</param>
/// <param name="Fields">What it says, in the order of the file.</param>
internal sealed record Draft(DefinitionKind Kind, string Name, string File, EquatableArray<Option> Fields)
{
    /// <summary>The text of the file.</summary>
    internal string ToYaml() => YamlWriter.WriteMap(Fields);
}
