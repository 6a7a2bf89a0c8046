using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Finds out what the C# of a program does with definitions.</summary>
internal static class ProgramUses
{
    /// <summary>The folder of this generator's own files, which name every event.</summary>
    private const string OwnFiles = "ServicePing.Generators";

    /// <summary>What the program does with its definitions.</summary>
    public static ProgramUse Of(
        Compilation compilation,
        IReadOnlyList<ReferencedEvents> references,
        IEnumerable<ReadFile> files,
        MetricSetName set,
        CancellationToken cancellationToken)
    {
        List<SyntaxTree> trees = [.. compilation.SyntaxTrees.Where(static tree => !tree.FilePath.Contains(OwnFiles))];
        List<DefinitionFile> definitions = [.. files.Select(static file => file.Meaning)];
        HashSet<string> called = new(StringComparer.Ordinal);
        foreach (EventDefinition @event in definitions.SelectMany(static file => file.Events))
        {
            string method = MemberName.Of(@event.Action);
            if (trees.Exists(tree => CalledNames.In(tree, cancellationToken).Contains(method)))
            {
                called.Add(method);
            }
        }

        called.UnionWith(references.SelectMany(static events => events.Calls));
        called.UnionWith(references.SelectMany(static events => events.Methods)
            .Where(method => trees.Exists(tree => CalledNames.In(tree, cancellationToken).Contains(method))));

        List<MetricUse> uses = [];
        foreach (string keyPath in definitions.SelectMany(static file => file.Metrics)
            .Where(static metric => metric.Status == MetricStatus.Removed)
            .SelectMany(TimeFrameExpansion.Expand)
            .Select(static metric => metric.KeyPath))
        {
            uses.AddRange(UsesOf(keyPath, compilation, trees, set, cancellationToken));
        }

        return new ProgramUse(called, uses);
    }

    /// <summary>The event methods of references that neither the program nor another reference calls.</summary>
    public static IEnumerable<string> IdleEventsOfReferences(
        Compilation compilation, IReadOnlyList<ReferencedEvents> references, CancellationToken cancellationToken)
    {
        HashSet<string> called = new(references.SelectMany(static events => events.Calls), StringComparer.Ordinal);
        return references
            .SelectMany(static events => events.Methods)
            .Where(method => !called.Contains(method))
            .Where(method => !compilation.SyntaxTrees.Any(tree =>
                !tree.FilePath.Contains(OwnFiles) && CalledNames.In(tree, cancellationToken).Contains(method)));
    }

    private static IEnumerable<MetricUse> UsesOf(
        string keyPath, Compilation compilation, List<SyntaxTree> trees, MetricSetName set, CancellationToken cancellationToken)
    {
        string member = MemberName.OfPath(keyPath);
        string[] names = member.Split('.');
        string name = names[names.Length - 1];
        string type = string.Join("+", [Qualified(set), .. names.Take(names.Length - 1)]);
        if (compilation.GetTypeByMetadataName(type)?.GetMembers(name).FirstOrDefault() is not { } symbol)
        {
            yield break;
        }

        foreach (SyntaxTree tree in trees.Where(tree => CalledNames.In(tree, cancellationToken).Contains(name)))
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (MemberAccessExpressionSyntax access in tree.GetRoot(cancellationToken).DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>())
            {
                if (access.Name.Identifier.ValueText == name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(access, cancellationToken).Symbol, symbol))
                {
                    yield return new MetricUse(member, ProblemReport.ToPlace(access.Name.GetLocation()));
                }
            }
        }
    }

    private static string Qualified(MetricSetName set) =>
        set.Namespace.Length == 0 ? set.Metrics : $"{set.Namespace.Replace("@", "")}.{set.Metrics}";
}
