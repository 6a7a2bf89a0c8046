using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Finds out what a program, with what all generators have made of it, does with definitions.</summary>
/// <param name="compilation">The program.</param>
/// <param name="files">Its definitions.</param>
/// <param name="references">What it refers to.</param>
/// <param name="set">What its metric set is called.</param>
internal sealed class ProgramUses(
    Compilation compilation, IReadOnlyList<ReadFile> files, EquatableArray<ReferencedAssembly> references, MetricSetName set)
{
    /// <summary>What the program does with its definitions.</summary>
    /// <param name="views">Its views, of which another generator may make C# that is not there yet.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    public ProgramUse Find(IEnumerable<ViewWords> views, CancellationToken cancellationToken)
    {
        List<SyntaxTree> trees = [.. compilation.SyntaxTrees.Where(tree => !OwnFiles.Contain(tree, cancellationToken))];
        EquatableArray<CallableEvent> events = EventCallsProjection.Events((OwnEvents(), references), cancellationToken);
        IEnumerable<CalledNames> names = EventCallsProjection.Names(trees, views, cancellationToken);
        return new ProgramUse(
            set.Name,
            new HashSet<string>(
                CalledNames.Among(events, names).Concat(references.SelectMany(static one => one.Calls)), StringComparer.Ordinal),
            [.. RemovedKeyPaths().SelectMany(keyPath => UsesOf(keyPath, trees, cancellationToken))]);
    }

    private EquatableArray<CallableEvent> OwnEvents() => MethodNames
        .OfEvents(
            files.SelectMany(static file => file.Meaning.Events)
                .Where(static one => one is { InternalEvents: true, IsRemoved: false })
                .Select(static one => one.Action),
            set.Name)
        .Select(static method => new CallableEvent(method.Key, method.Value))
        .ToEquatableArray();

    private IEnumerable<string> RemovedKeyPaths() => files.SelectMany(static file => file.Meaning.Metrics)
        .Where(static metric => metric.Status == MetricStatus.Removed)
        .SelectMany(TimeFrameExpansion.Expand)
        .Select(static metric => metric.KeyPath)
        .Distinct(StringComparer.Ordinal);

    private IEnumerable<MetricUse> UsesOf(string keyPath, List<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        if (Member(keyPath) is not { } symbol)
        {
            yield break;
        }

        foreach (SyntaxTree tree in trees.Where(tree => CalledNames.In(tree, cancellationToken).Contains(symbol.Name)))
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            foreach (MemberAccessExpressionSyntax access in tree.GetRoot(cancellationToken).DescendantNodes()
                .OfType<MemberAccessExpressionSyntax>())
            {
                if (access.Name.Identifier.ValueText == symbol.Name
                    && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(access, cancellationToken).Symbol, symbol))
                {
                    yield return new MetricUse(keyPath, SourcePlace.Of(access.Name.GetLocation()));
                }
            }
        }
    }

    /// <summary>The generated member of a key path; null where it is not there.</summary>
    private ISymbol? Member(string keyPath) =>
        Members.TryGetValue(keyPath, out (string Type, string Name) member)
            ? compilation.GetTypeByMetadataName(member.Type)?.GetMembers(member.Name).FirstOrDefault()
            : null;

    /// <summary>Names depend on all key paths; they are only asked for where metrics are removed.</summary>
    private Dictionary<string, (string Type, string Name)> Members => field ??= Name();

    private Dictionary<string, (string Type, string Name)> Name()
    {
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(
            files.Select(static file => file.Meaning),
            ReferencedCatalogue.SetsOf(references.Select(static one => one.Catalogue)));
        string[] keyPaths = [.. catalogue.Metrics.Select(static metric => metric.KeyPath)];
        string outermost = set.Namespace.Length == 0 ? set.Metrics : $"{set.Namespace.Replace("@", "")}.{set.Metrics}";
        Dictionary<string, (string, string)> members = new(StringComparer.Ordinal);
        foreach (MemberClass one in MemberTree.Of(keyPaths, set.Metrics))
        {
            string type = string.Join("+", [outermost, .. one.Classes]);
            foreach (NamedMember member in one.Members)
            {
                members[keyPaths[member.Slot]] = (type, member.Name);
            }
        }

        return members;
    }
}
