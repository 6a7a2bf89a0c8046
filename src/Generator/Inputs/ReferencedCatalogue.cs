using System.Reflection.Metadata;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>What a reference defines, from the catalogue that its assembly carries.</summary>
/// <param name="Library">The name of its assembly; empty for a file that is none.</param>
/// <param name="Sets">Its metric sets, ordered by name.</param>
/// <param name="Failure">Why a catalogue cannot be read, such as one of a later version; null for nothing.</param>
/// <remarks>
/// A reference is decoded once, however often the compilation changes around it: references change when packages do. The assembly
/// of the attribute is left out, because a program may redefine the standard metrics.
/// </remarks>
internal sealed record ReferencedCatalogue(string Library, EquatableArray<ReferencedSet> Sets, StageFailure? Failure)
{
    private const string Attribute = "MetricCatalogueAttribute";

    private static readonly ConditionalWeakTable<MetadataReference, ReferencedCatalogue> Known = new();

    /// <summary>The catalogue of a reference, from its metadata or, in an editor, from another project of the solution.</summary>
    public static ReferencedCatalogue Of(MetadataReference reference) =>
        Known.TryGetValue(reference, out ReferencedCatalogue? known) ? known : Known.GetValue(reference, Decode);

    /// <summary>The sets of all references, ordered by library and name.</summary>
    public static EquatableArray<ReferencedSet> SetsOf(IEnumerable<ReferencedCatalogue> catalogues) => catalogues
        .SelectMany(static catalogue => catalogue.Sets)
        .OrderBy(static set => set.Library, StringComparer.Ordinal)
        .ThenBy(static set => set.Name, StringComparer.Ordinal)
        .ToEquatableArray();

    private static ReferencedCatalogue Decode(MetadataReference reference)
    {
        string library = "";
        try
        {
            List<(string Set, string Text)> texts = [];
            switch (reference)
            {
                case CompilationReference project:
                    library = project.Compilation.Assembly.Name;
                    Read(project.Compilation.Assembly, texts);
                    break;
                case PortableExecutableReference file when file.GetMetadata() is AssemblyMetadata assembly:
                    MetadataReader metadata = assembly.GetModules()[0].GetMetadataReader();
                    library = metadata.GetString(metadata.GetAssemblyDefinition().Name);
                    Read(metadata, texts);
                    break;
            }

            return new ReferencedCatalogue(library, SetsIn(library, texts), null);
        }
        catch (CatalogueFormatException exception)
        {
            return new ReferencedCatalogue(library, [], new StageFailure(
                null, $"What '{library}' defines is unknown here, perhaps because it was built with a later version of ServicePing. {exception.Message}"));
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            // A file that is no assembly: the compiler says so itself.
            return new ReferencedCatalogue("", [], null);
        }
    }

    private static EquatableArray<ReferencedSet> SetsIn(string library, List<(string Set, string Text)> texts) => texts
        .GroupBy(static one => one.Set, StringComparer.Ordinal)
        .OrderBy(static set => set.Key, StringComparer.Ordinal)
        .Select(set => ReferencedSet.Of(NameOf(set.Key), library, set.SelectMany(static one => CatalogueDecoder.Decode(one.Text))))
        .ToEquatableArray();

    private static void Read(IAssemblySymbol assembly, List<(string Set, string Text)> texts)
    {
        foreach (INamedTypeSymbol set in ReferencedSets.OfSource(assembly))
        {
            foreach (AttributeData attribute in set.GetAttributes())
            {
                if (attribute.AttributeClass?.Name == Attribute
                    && attribute.ConstructorArguments.Length == 1
                    && attribute.ConstructorArguments[0].Value is string text)
                {
                    texts.Add((set.Name, text));
                }
            }
        }
    }

    private static void Read(MetadataReader metadata, List<(string Set, string Text)> texts)
    {
        if (!metadata.RefersToRuntime())
        {
            return;
        }

        foreach ((TypeDefinition set, BlobReader value) in metadata.OfClasses(Attribute))
        {
            BlobReader text = value;
            texts.Add((metadata.GetString(set.Name), text.ReadSerializedString()!));
        }
    }

    /// <summary><c>Acme</c> for <c>AcmeMetricSet</c>.</summary>
    private static string NameOf(string setClass) =>
        setClass.EndsWith("MetricSet", StringComparison.Ordinal) ? setClass.Substring(0, setClass.Length - "MetricSet".Length) : setClass;
}
