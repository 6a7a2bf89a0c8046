using System.Collections.Immutable;
using System.Reflection;
using System.Reflection.Metadata;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Collections;

namespace ServicePing.Generators.Inputs;

/// <summary>The event methods that a reference offers, and those that it calls.</summary>
/// <param name="Methods">The methods of the events class of its metric set.</param>
/// <param name="Calls">The names of event methods that its C# calls, whosever they are.</param>
internal sealed record ReferencedEvents(EquatableArray<string> Methods, EquatableArray<string> Calls)
{
    private const string Namespace = "ServicePing.Runtime.Plans";
    private const string CallsAttribute = "EventCallsAttribute";

    private static readonly ReferencedEvents None = new([], []);

    /// <summary>Those of a reference, from its metadata or, in an editor, from another project of the solution.</summary>
    public static ReferencedEvents Of(MetadataReference reference)
    {
        try
        {
            return reference switch
            {
                CompilationReference project => OfSource(project.Compilation.Assembly),
                PortableExecutableReference file when file.GetMetadata() is AssemblyMetadata assembly =>
                    OfMetadata(assembly.GetModules()[0].GetMetadataReader(), ReferencedSets.Of(reference)),
                _ => None,
            };
        }
        catch (Exception exception) when (exception is BadImageFormatException or IOException)
        {
            // A file that is no assembly: the compiler says so itself.
            return None;
        }
    }

    private static ReferencedEvents OfSource(IAssemblySymbol assembly)
    {
        List<string> methods = [];
        List<string> calls = [];
        foreach (AttributeData attribute in assembly.GetAttributes())
        {
            ImmutableArray<TypedConstant> arguments = attribute.ConstructorArguments;
            if (attribute.AttributeClass?.ContainingNamespace.ToDisplayString() != Namespace || arguments.IsEmpty)
            {
                continue;
            }

            if (attribute.AttributeClass.Name == CallsAttribute)
            {
                calls.AddRange(arguments[0].Values.Select(static value => (string)value.Value!));
            }
            else if (attribute.AttributeClass.Name == ReferencedSets.AttributeName
                && arguments[0].Value is INamedTypeSymbol set
                && set.ContainingNamespace.GetTypeMembers(EventsClass(set.Name)).FirstOrDefault() is { } events)
            {
                methods.AddRange(events.GetMembers().OfType<IMethodSymbol>()
                    .Where(static method => method is { MethodKind: MethodKind.Ordinary, DeclaredAccessibility: Accessibility.Public })
                    .Select(static method => method.Name));
            }
        }

        return new ReferencedEvents(methods.ToEquatableArray(), calls.ToEquatableArray());
    }

    private static ReferencedEvents OfMetadata(MetadataReader metadata, EquatableArray<string> sets)
    {
        List<string> calls = [];
        foreach (CustomAttributeHandle handle in metadata.GetAssemblyDefinition().GetCustomAttributes())
        {
            CustomAttribute attribute = metadata.GetCustomAttribute(handle);
            if (metadata.IsOf(attribute, Namespace, CallsAttribute))
            {
                BlobReader value = metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                for (int remaining = value.ReadInt32(); remaining > 0; remaining--)
                {
                    calls.Add(value.ReadSerializedString()!);
                }
            }
        }

        HashSet<string> classes = new(sets.Select(EventsClass), StringComparer.Ordinal);
        List<string> methods = [];
        foreach (TypeDefinitionHandle handle in classes.Count == 0 ? default : metadata.TypeDefinitions)
        {
            TypeDefinition type = metadata.GetTypeDefinition(handle);
            string name = metadata.GetString(type.Name);
            string whole = type.Namespace.IsNil ? name : $"{metadata.GetString(type.Namespace)}.{name}";
            if (classes.Contains("global::" + whole))
            {
                methods.AddRange(type.GetMethods()
                    .Select(metadata.GetMethodDefinition)
                    .Where(static method => (method.Attributes & (MethodAttributes.Public | MethodAttributes.SpecialName)) == MethodAttributes.Public)
                    .Select(method => metadata.GetString(method.Name)));
            }
        }

        return new ReferencedEvents(methods.ToEquatableArray(), calls.ToEquatableArray());
    }

    /// <summary><c>ForgeEvents</c> for <c>ForgeMetricSet</c>, with or without a namespace.</summary>
    private static string EventsClass(string set) =>
        set.EndsWith("MetricSet", StringComparison.Ordinal) ? set.Substring(0, set.Length - "MetricSet".Length) + "Events" : "";
}
