using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.CSharp;
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
            all.Add(Look(reference));
        }

        List<Known> libraries = [.. all.Where(static one => !one.Events.IsEmpty)];
        return all
            .Select(one => new ReferencedAssembly(one.Catalogue.Library, one.Catalogue, one.Sets, one.Events, one.Calls(libraries)))
            .Where(static one => !one.IsPlain)
            .ToEquatableArray();
    }

    /// <summary>What a reference defines, which is decoded once, however often the compilation changes around it.</summary>
    public static ReferencedCatalogue CatalogueOf(MetadataReference reference) => Look(reference).Catalogue;

    private bool IsPlain => Catalogue.Sets.IsEmpty && Catalogue.Failure is null && Sets.IsEmpty && Calls.IsEmpty;

    private static Known Look(MetadataReference reference) =>
        Looked.TryGetValue(reference, out Known? known) ? known : Looked.GetValue(reference, static one => new Known(one));

    /// <summary>A reference with nothing but other aliases is out of reach for <c>global::</c>.</summary>
    private static string AliasOf(MetadataReference reference) =>
        reference.Properties.Aliases is { IsDefaultOrEmpty: false } aliases && !aliases.Contains("global")
            ? Identifiers.Escape(aliases[0]) + "::"
            : "global::";

    /// <summary>A reference, with what is seen of it alone.</summary>
    private sealed class Known
    {
        private readonly MetadataReference _reference;
        private readonly EquatableArray<string>? _calls;

        public Known(MetadataReference reference)
        {
            _reference = reference;
            ReferencedAttributes attributes = ReferencedAttributes.Of(reference);
            _calls = attributes.Calls;
            Catalogue = ReferencedCatalogue.Of(attributes);
            Sets = attributes.SetClasses.Select(set => AliasOf(reference) + set).ToEquatableArray();
            Events = Catalogue.Sets
                .SelectMany(static set => MethodNames.OfEvents(set.Catalogue.Events.Select(static one => one.Action), set.Name))
                .Select(static method => new CallableEvent(method.Key, method.Value))
                .OrderBy(static one => one.Action, StringComparer.Ordinal)
                .ToEquatableArray();
        }

        public ReferencedCatalogue Catalogue { get; }

        public EquatableArray<string> Sets { get; }

        public EquatableArray<CallableEvent> Events { get; }

        /// <summary>
        /// Where nobody has looked for calls, as in an assembly of another language, those of every library that it refers to may be
        /// among them.
        /// </summary>
        public EquatableArray<string> Calls(IReadOnlyList<Known> libraries) => _calls ?? libraries
            .Where(library => library == this || ReferencedAttributes.RefersTo(_reference, library.Catalogue.Library))
            .SelectMany(static library => library.Events)
            .Select(static one => one.Method)
            .Distinct(StringComparer.Ordinal)
            .ToEquatableArray();
    }
}
