using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Inputs;

/// <summary>What a reference has to do with metrics and events.</summary>
/// <param name="Catalogue">What it defines.</param>
/// <param name="Sets">The classes of its metric sets, with <c>global::</c>.</param>
/// <param name="Events">The event methods that it offers and calls.</param>
internal sealed record ReferencedAssembly(ReferencedCatalogue Catalogue, EquatableArray<string> Sets, ReferencedEvents Events)
{
    private static readonly ConditionalWeakTable<MetadataReference, ReferencedAssembly> Known = new();

    /// <summary>Those of a program's references that have to do with metrics and events; each is looked at once.</summary>
    public static EquatableArray<ReferencedAssembly> Among(ImmutableArray<MetadataReference> references, CancellationToken cancellationToken)
    {
        List<ReferencedAssembly> assemblies = [];
        foreach (MetadataReference reference in references)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ReferencedAssembly assembly = Known.TryGetValue(reference, out ReferencedAssembly? known) ? known : Known.GetValue(reference, Of);
            if (!assembly.IsPlain)
            {
                assemblies.Add(assembly);
            }
        }

        return assemblies.ToEquatableArray();
    }

    private bool IsPlain => Catalogue.Sets.IsEmpty && Catalogue.Failure is null && Sets.IsEmpty && Events.Methods.IsEmpty && Events.Calls.IsEmpty;

    private static ReferencedAssembly Of(MetadataReference reference) =>
        new(ReferencedCatalogue.Of(reference), ReferencedSets.Of(reference), ReferencedEvents.Of(reference));
}
