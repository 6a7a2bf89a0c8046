using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
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
    private readonly Func<Plan, MetricSetName, SetModel> _project;

    /// <summary>Made by the compiler.</summary>
    public ServicePingGenerator()
        : this(SetProjection.Project)
    {
    }

    /// <summary>A generator whose projection is another one, as one with a defect.</summary>
    internal ServicePingGenerator(Func<Plan, MetricSetName, SetModel> project) => _project = project;

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        // What bears it is seen in its own project alone, whomever InternalsVisibleTo names.
        context.RegisterPostInitializationOutput(static output => output.AddEmbeddedAttributeDefinition());

        IncrementalValueProvider<GeneratorOptions> options = context.AnalyzerConfigOptionsProvider
            .Combine(context.ParseOptionsProvider)
            .Select(static (pair, _) => GeneratorOptions.From(pair.Left.GlobalOptions, pair.Right))
            .WithTrackingName(Stages.Options);

        // The words come first, since all other files are read by them; what only looks different there reads nothing anew.
        IncrementalValueProvider<ProductWords> productWords = context.AdditionalTextsProvider
            .Where(static text => DefinitionInputs.MayBeVocabulary(text.Path))
            .Collect()
            .Combine(options.Select(static (options, _) => options.Inputs))
            .Select(static (pair, cancellationToken) => DefinitionText.WordsOf(pair.Left, pair.Right, cancellationToken))
            .WithTrackingName(Stages.ProductWords);

        // One file, one read, no compilation: an edit of C# reads no YAML.
        IncrementalValuesProvider<ReadText?> texts = context.AdditionalTextsProvider
            .Combine(options.Combine(productWords).Select(static (pair, _) => pair.Left.ReadingBy(pair.Right)))
            .Select(static (file, cancellationToken) => TextProjection.Of(file.Left, file.Right, cancellationToken))
            .WithTrackingName(Stages.Texts);

        // References change when packages do, not when C# is edited: each is decoded once.
        IncrementalValueProvider<EquatableArray<ReferencedAssembly>> references = context.MetadataReferencesProvider.Collect()
            .Select(static (references, cancellationToken) => ReferencedAssembly.Among(references, cancellationToken))
            .WithTrackingName(Stages.References);
        IncrementalValueProvider<EquatableArray<ReferencedSet>> libraries = references
            .Select(static (references, _) => ReferencedCatalogue.SetsOf(references.Select(static one => one.Catalogue)))
            .WithTrackingName(Stages.ReferencedDefinitions);

        // Only the meaning of an edited file goes on; then what needs more than one file, and what each output needs of it. An edit of
        // words for people plans nothing.
        IncrementalValueProvider<ImmutableArray<ReadDefinition?>> definitions = texts
            .Select(static (text, _) => text?.Definition)
            .WithTrackingName(Stages.Definitions)
            .Collect();
        IncrementalValueProvider<SetModel> set = definitions
            .Select(SetProjection.Inputs)
            .WithTrackingName(Stages.PlanInputs)
            .Combine(options.Select(static (options, _) => options.Lack is null ? options.Set : null))
            .Combine(libraries)
            .Select((pair, _) => SetProjection.Build(pair.Left.Left, pair.Left.Right, pair.Right, _project))
            .WithTrackingName(Stages.Set);

        // What needs no C# of the program may have been written before it is compiled.
        IncrementalValueProvider<Share> share = options.Select(static (options, _) => options.Share);
        IncrementalValueProvider<SetModel> printed = set.Combine(share)
            .Select(static (pair, _) => pair.Right == Share.Program ? SetModel.Empty : pair.Left);
        IncrementalValueProvider<SetWords> words = printed.Combine(definitions)
            .Select(WordsProjection.Join)
            .WithTrackingName(Stages.Words);

        // Which file is in which part of the catalogue changes when files come or go, not when they are edited.
        IncrementalValueProvider<EquatableArray<EquatableArray<int>>> catalogueParts = definitions
            .Select(CatalogueProjection.Paths)
            .Select(CatalogueProjection.Divide)
            .WithTrackingName(Stages.CatalogueParts);

        // A symbol becomes a record at once.
        IncrementalValuesProvider<PlacedClass> placed = context.SyntaxProvider
            .ForAttributeWithMetadataName(
                InstrumentationClasses.Attribute,
                static (node, _) => node is TypeDeclarationSyntax,
                static (match, _) => InstrumentationClasses.Place((INamedTypeSymbol)match.TargetSymbol, match.SemanticModel.Compilation));
        IncrementalValueProvider<ImmutableArray<FactClass>> classes = placed
            .Select(static (placed, _) => placed.Class)
            .WithTrackingName(Stages.FactClasses)
            .Collect();

        // Names only, and a file is looked at once: which events a library triggers must be told to the program that uses it.
        // Of views other generators make C#, which this one does not see.
        IncrementalValueProvider<EquatableArray<CallableEvent>> events = set.Select(EventProjection.Callable)
            .Combine(references)
            .Select(EventCallsProjection.Events)
            .WithTrackingName(Stages.CallableEvents);
        IncrementalValueProvider<EquatableArray<string>> called = context.CompilationProvider
            .Combine(texts.Select(static (text, _) => text?.View).Collect())
            .Combine(events)
            .Select(EventCallsProjection.Called)
            .WithTrackingName(Stages.CalledEvents);

        context.Emit(words.SelectMany(static (words, _) => words.Members), Stages.Members,
            static members => $"{members.File.Set.Metrics}.{members.File.Number:00}.g.cs", MemberEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Metrics), Stages.MetricTable,
            static part => $"{part.Set.Set}.Metrics.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Relations), Stages.Relations,
            static file => $"{file.Set.Set}.{file.Name}.g.cs", RelationEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Counters), Stages.CounterTable,
            static part => $"{part.Set.Set}.Counters.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Aggregates), Stages.AggregateTable,
            static part => $"{part.Set.Set}.Aggregates.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.KnownEvents), Stages.KnownEventTable,
            static part => $"{part.Set.Set}.KnownEvents.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.KnownEventMethods), Stages.KnownEventMethods,
            static part => $"{part.Set.KnownEvents}.{part.Number:00}.g.cs", KnownEventEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Events), Stages.EventTable,
            static part => $"{part.Set.Set}.Events.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(words.SelectMany(static (words, _) => words.EventMethods), Stages.EventMethods,
            static part => $"{part.Set.Events}.{part.Number:00}.g.cs", EventEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Facts), Stages.FactTable,
            static part => $"{part.Set.Set}.Facts.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(set.Select(static (set, _) => set.FactCalls).Combine(classes).Combine(share).Select(FactProjection.WithClasses), Stages.FactCalls,
            static calls => $"{calls.Set.Set}.FactCalls.g.cs", FactEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Composites), Stages.CompositeTable,
            static part => $"{part.Set.Set}.Composites.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Constants), Stages.ConstantTable,
            static part => $"{part.Set.Set}.Constants.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.SelectMany(static (set, _) => set.Prometheus), Stages.PrometheusTable,
            static part => $"{part.Set.Set}.Prometheus.{part.Number:00}.g.cs", TableEmitter.Emit);
        context.Emit(printed.Select(static (set, _) => set.Class), Stages.Tables,
            static model => $"{model.Set.Set}.Tables.g.cs", TablesEmitter.Emit);
        context.Emit(printed.Select(static (set, _) => set.ReferencedMetrics), Stages.ReferencedMetrics,
            static model => $"{model.Set.Set}.ReferencedMetrics.g.cs", SetListEmitter.Emit);
        context.Emit(printed.Select(static (set, _) => set.Availability), Stages.Availability,
            static model => $"{model.Set.Set}.Availability.g.cs", SetListEmitter.Emit);
        IncrementalValueProvider<(MetricSetName? Set, ProductWords Words)> said = printed.Select(static (set, _) => set.Class?.Set).Combine(productWords);
        context.Emit(said.Select(static (said, _) => WordsProjection.List(said.Set, Stages.Editions, said.Words.Editions)), Stages.Editions,
            static model => $"{model.Set.Set}.Editions.g.cs", SetListEmitter.Emit);
        context.Emit(said.Select(static (said, _) => WordsProjection.List(said.Set, Stages.ReadyMade, said.Words.ReadyMade)), Stages.ReadyMade,
            static model => $"{model.Set.Set}.ReadyMade.g.cs", SetListEmitter.Emit);
        context.Emit(
            printed.Select(static (set, _) => set.Class?.Set).Combine(texts.Select(static (text, _) => text?.SchemaObjects).Collect()).Select(SchemaProjection.Of),
            Stages.ComparedSchema, static model => $"{model.Set.Set}.Schema.g.cs", SchemaEmitter.Emit);
        context.Emit(
            catalogueParts.Combine(definitions).Combine(printed.Select(static (set, _) => set.Class?.Set)).SelectMany(CatalogueProjection.Of),
            Stages.Catalogue, CatalogueEmitter.HintName, CatalogueEmitter.Emit);
        context.Emit(printed.Select(static (set, _) => set.Class), Stages.SetClass,
            static model => $"{model.Set.Set}.g.cs", SetEmitter.Emit);
        context.Emit(
            set.Select(static (set, _) => set.Class).Combine(references).Combine(options).Select(RegistrationProjection.Of),
            Stages.Registration,
            static model => $"{model.Set.Name}ServicePing.g.cs", RegistrationEmitter.Emit);

        context.Emit(called.Combine(events).Combine(options).Select(EventCallsProjection.Of), Stages.EventCalls,
            static model => $"{model.Set.Name}.EventCalls.g.cs", EventCallsEmitter.Emit);

        // What a project's tests say of events stands where the tests are: no product needs the package for them.
        IncrementalValueProvider<bool> isTesting = context.MetadataReferencesProvider.Collect()
            .Select(TestedEventsProjection.AreWanted)
            .WithTrackingName(Stages.TestingReference);
        IncrementalValueProvider<EquatableArray<TestedEvent>> ownTested = words.Combine(set).Combine(isTesting)
            .Select(static (pair, _) => pair.Right ? TestedEventsProjection.Own(pair.Left.Left, pair.Left.Right) : [])
            .WithTrackingName(Stages.OwnTestedEvents);
        context.Emit(
            context.CompilationProvider.Combine(isTesting).Combine(references).Combine(options.Combine(ownTested)).Select(TestedEventsProjection.Of),
            Stages.TestedEvents,
            static model => $"{model.Set.Name}.TestedEvents.g.cs", TestedEventsEmitter.Emit);

        IncrementalValueProvider<string> documentation = options.Select(static (options, _) => options.Documentation);

        // The analyzer reports the problems of the definitions; the generator does where analyzers are switched off.
        IncrementalValueProvider<ProblemFiles> files = texts.Collect()
            .Select(ProblemFiles.Of)
            .WithTrackingName(Stages.ProblemFiles);
        IncrementalValueProvider<EquatableArray<PlacedClass>> places = placed.Collect()
            .Combine(options.Select(static (options, _) => options.AnalyzersRun))
            .Select(static (pair, _) => pair.Right ? [] : pair.Left.ToEquatableArray())
            .WithTrackingName(Stages.ClassPlaces);
        context.RegisterSourceOutput(
            files.Combine(places).Combine(options.Select(static (options, _) => options.ProductVersion)).Combine(libraries)
                .Select(static (pair, _) => ProblemReport.Check(pair.Left.Left.Left, pair.Left.Left.Right, pair.Left.Right, pair.Right))
                .WithTrackingName(Stages.Problems)
                .Combine(documentation),
            ProblemReport.Report);
        context.RegisterSourceOutput(
            files.Combine(called).Combine(references).Combine(options)
                .Select(static (pair, _) => ProblemReport.CheckUse(
                    pair.Left.Left.Left.Files, pair.Left.Left.Right, pair.Left.Right, pair.Right))
                .WithTrackingName(Stages.UseProblems)
                .Combine(documentation),
            ProblemReport.Report);
        context.RegisterSourceOutput(
            options.Combine(set.Select(static (set, _) => set.Class?.Set)).Combine(references)
                .Select(static (pair, _) => ProblemReport.CheckProject(pair.Left.Left, pair.Left.Right, pair.Right))
                .WithTrackingName(Stages.ProjectProblems)
                .Combine(documentation),
            ProblemReport.Report);
        context.RegisterSourceOutput(
            set.Select(static (set, _) => set.Culprits)
                .Combine(definitions)
                .Select(static (pair, cancellationToken) => FailureReport.Locate(pair.Left, pair.Right, cancellationToken))
                .WithTrackingName(Stages.Failures),
            ProblemReport.Report);
        context.RegisterSourceOutput(
            references.Select(static (references, _) => references.Select(static one => one.Catalogue.Failure).OfType<StageFailure>().ToEquatableArray())
                .WithTrackingName(Stages.ReferenceFailures),
            ProblemReport.Report);
    }
}
