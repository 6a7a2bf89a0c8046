using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>What a reference has to do with metrics and events.</summary>
/// <param name="Name">The assembly.</param>
/// <param name="Catalogue">What it defines.</param>
/// <param name="Sets">The classes of its metric sets, with <c>global::</c> or an alias.</param>
/// <param name="Events">The event methods that it offers.</param>
/// <param name="Calls">The names of event methods that it calls, or may call.</param>
internal sealed record ReferencedAssembly(
    string Name,
    ReferencedCatalogue Catalogue,
    EquatableArray<string> Sets,
    EquatableArray<CallableEvent> Events,
    EquatableArray<string> Calls)
{
    private static readonly ConditionalWeakTable<MetadataReference, Known> Looked = new();

    /// <summary>Those of a program's references that have to do with metrics and events; each is looked at once.</summary>
    public static EquatableArray<ReferencedAssembly> Among(IEnumerable<MetadataReference> references, CancellationToken cancellationToken)
    {
        List<Known> all = [];
        foreach (MetadataReference reference in references)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(Looked.TryGetValue(reference, out Known? known) ? known : Looked.GetValue(reference, static one => new Known(one)));
        }

        List<Known> libraries = [.. all.Where(static one => !one.Events.Methods.IsEmpty)];
        return all
            .Select(one => new ReferencedAssembly(one.Catalogue.Library, one.Catalogue, one.Sets, one.Events.Methods, one.Calls(libraries)))
            .Where(static one => !one.IsPlain)
            .ToEquatableArray();
    }

    private bool IsPlain => Catalogue.Sets.IsEmpty && Catalogue.Failure is null && Sets.IsEmpty && Calls.IsEmpty;

    /// <summary>A reference, with what is seen of it alone.</summary>
    private sealed class Known
    {
        private readonly MetadataReference _reference;

        public Known(MetadataReference reference)
        {
            _reference = reference;
            Catalogue = ReferencedCatalogue.Of(reference);
            Sets = ReferencedSets.Of(reference);
            Events = ReferencedEvents.Of(reference, Catalogue.Sets);
        }

        public ReferencedCatalogue Catalogue { get; }

        public EquatableArray<string> Sets { get; }

        public ReferencedEvents Events { get; }

        /// <summary>
        /// Where nobody has looked for calls, as in an assembly of another language, those of every library that it refers to may be
        /// among them.
        /// </summary>
        public EquatableArray<string> Calls(IReadOnlyList<Known> libraries) => Events.Calls is { } calls
            ? calls
            : libraries.Where(library => library == this || RefersTo(library.Catalogue.Library))
                .SelectMany(static library => library.Events.Methods)
                .Select(static one => one.Method)
                .Distinct(StringComparer.Ordinal)
                .ToEquatableArray();

        private bool RefersTo(string library)
        {
            try
            {
                return _reference switch
                {
                    CompilationReference project => project.Compilation.ReferencedAssemblyNames.Any(name => name.Name == library),
                    PortableExecutableReference file when file.GetMetadata() is AssemblyMetadata assembly =>
                        assembly.GetModules()[0].GetMetadataReader().RefersTo(library),
                    _ => false,
                };
            }
            catch (Exception exception) when (exception is BadImageFormatException or IOException)
            {
                return false;
            }
        }
    }
}
