using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Generators.Diagnostics;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;
using ServicePing.Generators.Projection;

namespace ServicePing.Generators;

/// <summary>Turns definition files into a metric set.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ServicePingGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<GeneratorOptions> options = context.AnalyzerConfigOptionsProvider
            .Select(static (provider, _) => GeneratorOptions.From(provider.GlobalOptions))
            .WithTrackingName(Stages.Options);

        // One file, one read, no compilation: an edit of C# reads no YAML, and only the meaning of an edited file goes on.
        IncrementalValuesProvider<ReadDefinition> definitions = context.AdditionalTextsProvider
            .Combine(options.Select(static (options, _) => options.Inputs))
            .Select(static (file, cancellationToken) => DefinitionText.ReadMeaning(file.Left, file.Right, cancellationToken))
            .Where(static definition => definition is not null)
            .Select(static (definition, _) => definition!)
            .WithTrackingName(Stages.Definitions);

        // References change when packages do, not when C# is edited: each is decoded once.
        IncrementalValueProvider<ImmutableArray<ReferencedCatalogue>> catalogues = context.MetadataReferencesProvider
            .Select(static (reference, _) => ReferencedCatalogue.Of(reference))
            .Where(static catalogue => !catalogue.Sets.IsEmpty || catalogue.Failure is not null)
            .WithTrackingName(Stages.ReferencedCatalogues)
            .Collect();
        IncrementalValueProvider<EquatableArray<ReferencedSet>> libraries = catalogues
            .Select(static (catalogues, _) => ReferencedCatalogue.SetsOf(catalogues))
            .WithTrackingName(Stages.ReferencedDefinitions);

        // What needs more than one file, and what each output needs of it.
        IncrementalValueProvider<SetModel> set = definitions.Collect()
            .Combine(options.Select(static (options, _) => options.Set))
            .Combine(libraries)
            .Select(static (pair, _) => SetProjection.Build(pair.Left.Left, pair.Left.Right, pair.Right))
            .WithTrackingName(Stages.Set);

        // A symbol becomes a record at once.
        IncrementalValueProvider<ImmutableArray<FactClass>> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                InstrumentationClasses.Attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, _) => InstrumentationClasses.Describe((INamedTypeSymbol)match.TargetSymbol))
            .Where(static type => type is not null)
            .Select(static (type, _) => type!)
            .WithTrackingName(Stages.FactClasses)
            .Collect();

        IncrementalValueProvider<ImmutableArray<string>> referencedSets = context.MetadataReferencesProvider
            .SelectMany(static (reference, _) => ReferencedSets.Of(reference))
            .WithTrackingName(Stages.ReferencedSets)
            .Collect();

        // Names only, and a file is looked at once: which events a library triggers must be told to the program that uses it.
        IncrementalValueProvider<ImmutableArray<ReferencedEvents>> referencedEvents = context.MetadataReferencesProvider
            .Select(static (reference, _) => ReferencedEvents.Of(reference))
            .WithTrackingName(Stages.ReferencedEvents)
            .Collect();
        IncrementalValueProvider<EquatableArray<string>> eventMethods = set.Select(static (set, _) => set.EventMethods)
            .Combine(referencedEvents)
            .Select(EventCallsProjection.Methods)
            .WithTrackingName(Stages.EventNames);
        IncrementalValueProvider<ImmutableArray<EquatableArray<string>>> called = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => node is CompilationUnitSyntax,
                static (file, cancellationToken) => CalledNames.In(file.Node.SyntaxTree, cancellationToken))
            .Combine(eventMethods)
            .Select(static (pair, _) => pair.Left.Among(pair.Right))
            .Where(static names => !names.IsEmpty)
            .WithTrackingName(Stages.CalledEvents)
            .Collect();

        context.Emit(set.SelectMany(static (set, _) => set.Members), Stages.Members,
            static file => file.HintName, MemberEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Metrics), Stages.MetricTable,
            static table => $"{table.Set.Set}.Metrics.g.cs", TableEmitter.Emit);
        context.Emit(set.SelectMany(static (set, _) => set.Relations), Stages.Relations,
            static file => $"{file.Set.Set}.{file.Name}.g.cs", RelationEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.RelationTable), Stages.RelationTable,
            static table => $"{table.Set.Set}.Relations.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Counters), Stages.CounterTable,
            static table => $"{table.Set.Set}.Counters.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Aggregates), Stages.AggregateTable,
            static table => $"{table.Set.Set}.Aggregates.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.KnownEvents), Stages.KnownEventTable,
            static table => $"{table.Set.Set}.KnownEvents.g.cs", KnownEventEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.KnownEventMethods), Stages.KnownEventMethods,
            static model => $"{model.Set.KnownEvents}.g.cs", KnownEventEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Events), Stages.EventTable,
            static table => $"{table.Set.Set}.Events.g.cs", EventEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.EventMethods), Stages.EventMethods,
            static model => $"{model.Set.Events}.g.cs", EventEmitter.Emit);
        context.Emit(
            set.Select(static (set, _) => set.Facts).Combine(classes).Select(SetProjection.WithClasses),
            Stages.FactTable,
            static table => $"{table.Set.Set}.Facts.g.cs", FactEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Sums), Stages.SumTable,
            static table => $"{table.Set.Set}.Sums.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Constants), Stages.ConstantTable,
            static table => $"{table.Set.Set}.Constants.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.ReferencedMetrics), Stages.ReferencedMetrics,
            static model => $"{model.Set.Set}.ReferencedMetrics.g.cs", ReferencedMetricsEmitter.Emit);
        context.Emit(
            definitions
                .Select(CatalogueProjection.Rows)
                .Where(static rows => rows is not null)
                .Select(static (rows, _) => rows!)
                .WithTrackingName(Stages.CatalogueRows)
                .Collect()
                .Combine(set.Select(static (set, _) => set.Class?.Set))
                .SelectMany(CatalogueProjection.Of),
            Stages.Catalogue, CatalogueEmitter.HintName, CatalogueEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.Class), Stages.SetClass,
            static model => $"{model.Set.Set}.g.cs", SetEmitter.Emit);
        context.Emit(
            set.Select(static (set, _) => set.Class).Combine(referencedSets).Combine(options).Select(RegistrationProjection.Of),
            Stages.Registration,
            static model => $"{model.Set.Name}ServicePing.g.cs", RegistrationEmitter.Emit);

        context.Emit(called.Combine(options).Select(EventCallsProjection.Of), Stages.EventCalls,
            static model => $"{model.Set.Name}.EventCalls.g.cs", EventCallsEmitter.Emit);

        // The analyzer reports the problems of the definitions; the generator does where analyzers are switched off.
        IncrementalValueProvider<ImmutableArray<DatabaseSchema>> schemas = context.AdditionalTextsProvider
            .Combine(options)
            .Select(static (file, cancellationToken) => ProblemReport.ReadSchema(file.Left, file.Right, cancellationToken))
            .Where(static schema => schema is not null)
            .Select(static (schema, _) => schema!)
            .WithTrackingName(Stages.Schema)
            .Collect();
        IncrementalValueProvider<ImmutableArray<ReadLockfile>> lockfiles = context.AdditionalTextsProvider
            .Combine(options)
            .Select(static (file, cancellationToken) => ProblemReport.ReadLockfile(file.Left, file.Right, cancellationToken))
            .Where(static lockfile => lockfile is not null)
            .Select(static (lockfile, _) => lockfile!)
            .WithTrackingName(Stages.Lockfile)
            .Collect();
        IncrementalValueProvider<ImmutableArray<ReadFile>> reads = context.AdditionalTextsProvider
            .Combine(options)
            .Select(static (file, cancellationToken) => ProblemReport.Read(file.Left, file.Right, cancellationToken))
            .Where(static read => read is not null)
            .Select(static (read, _) => read!)
            .Collect();
        IncrementalValueProvider<ProblemList> problems = reads
            .Combine(classes)
            .Combine(schemas.Combine(lockfiles))
            .Combine(options.Select(static (options, _) => options.ProductVersion).Combine(libraries))
            .Select(static (pair, _) => ProblemReport.Check(pair.Left.Left.Left, new Surroundings
            {
                Classes = ProblemReport.Known(pair.Left.Left.Right),
                Schema = pair.Left.Right.Left.FirstOrDefault(),
                Lockfile = pair.Left.Right.Right.FirstOrDefault(),
                ProductVersion = pair.Right.Left,
                References = pair.Right.Right,
            }))
            .WithTrackingName(Stages.Problems);
        context.RegisterSourceOutput(problems, ProblemReport.Report);
        context.RegisterSourceOutput(
            reads.Combine(called).Combine(referencedEvents.Combine(libraries)).Combine(options)
                .Select(static (pair, _) => ProblemReport.CheckUse(
                    pair.Left.Left.Left, pair.Left.Left.Right, pair.Left.Right.Left, pair.Left.Right.Right, pair.Right))
                .WithTrackingName(Stages.UseProblems),
            ProblemReport.Report);

        IncrementalValueProvider<EquatableArray<StageFailure>> failures = definitions.Collect()
            .Combine(set)
            .Select(static (pair, _) => StageFailure.Of(pair.Left, pair.Right))
            .WithTrackingName(Stages.Failures);
        context.RegisterSourceOutput(failures, ProblemReport.Report);
        context.RegisterSourceOutput(
            catalogues.Select(static (catalogues, _) => catalogues.Select(static one => one.Failure).OfType<StageFailure>().ToEquatableArray())
                .WithTrackingName(Stages.ReferenceFailures),
            ProblemReport.Report);
    }
}
