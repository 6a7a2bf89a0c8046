using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>The event methods that a reference offers, and those that it calls.</summary>
/// <param name="Methods">The events of its metric sets, with their methods.</param>
/// <param name="Calls">The names of event methods that its C# calls, whosever they are; null where nobody has looked for them.</param>
internal sealed record ReferencedEvents(EquatableArray<CallableEvent> Methods, EquatableArray<string>? Calls)
{
    private const string CallsAttribute = "EventCallsAttribute";

    /// <summary>Those of a reference, from its metadata or, in an editor, from another project of the solution.</summary>
    /// <param name="reference">The reference.</param>
    /// <param name="sets">The metric sets that it defines.</param>
    public static ReferencedEvents Of(MetadataReference reference, EquatableArray<ReferencedSet> sets)
    {
        EquatableArray<CallableEvent> methods = sets
            .SelectMany(static set => MethodNames.OfEvents(set.Catalogue.Events.Select(static one => one.Action), set.Name))
            .Select(static method => new CallableEvent(method.Key, method.Value))
            .OrderBy(static one => one.Action, StringComparer.Ordinal)
            .ToEquatableArray();
        try
        {
            return new ReferencedEvents(methods, reference switch
            {
                CompilationReference project => OfSource(project.Compilation.Assembly),
                PortableExecutableReference file when file.GetMetadata() is AssemblyMetadata assembly =>
                    OfMetadata(assembly.GetModules()[0].GetMetadataReader()),
                _ => null,
            });
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            // A file that is no assembly: the compiler says so itself.
            return new ReferencedEvents([], null);
        }
    }

    private static EquatableArray<string>? OfSource(IAssemblySymbol assembly)
    {
        INamespaceSymbol? plans = assembly.GlobalNamespace;
        foreach (string segment in AssemblyAttributes.Namespace.Split('.'))
        {
            plans = plans?.GetNamespaceMembers().FirstOrDefault(one => one.Name == segment);
        }

        IEnumerable<AttributeData> attributes = plans?.GetNamespaceMembers()
            .SelectMany(static tables => tables.GetTypeMembers())
            .SelectMany(static type => type.GetAttributes()) ?? [];
        foreach (AttributeData attribute in attributes)
        {
            if (attribute.AttributeClass?.Name == CallsAttribute && attribute.ConstructorArguments.Length == 1)
            {
                return attribute.ConstructorArguments[0].Values.Select(static value => (string)value.Value!).ToEquatableArray();
            }
        }

        return null;
    }

    private static EquatableArray<string>? OfMetadata(MetadataReader metadata)
    {
        foreach ((_, BlobReader blob) in metadata.RefersToRuntime() ? metadata.OfClasses(CallsAttribute) : [])
        {
            BlobReader value = blob;
            List<string> calls = [];
            for (int remaining = value.ReadInt32(); remaining > 0; remaining--)
            {
                calls.Add(value.ReadSerializedString()!);
            }

            return calls.ToEquatableArray();
        }

        return null;
    }
}
