using System.Collections.Concurrent;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Reports the problems of definition files at the offending words, live in editors and once in a build.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DefinitionAnalyzer : DiagnosticAnalyzer
{
    /// <summary>Reads of a text outlive the compilation: only an edited file is parsed again.</summary>
    private static readonly SourceTextValueProvider<ReadsOfText> Reads = new(static text => new ReadsOfText(text));

    private static readonly SourceTextValueProvider<SchemaOfText> Schemas = new(static text => new SchemaOfText(text));

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Descriptors.All;

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(Start);
    }

    private static void Start(CompilationStartAnalysisContext start)
    {
        // Rules need all files, so the first file that is asked about has the project checked, and the others wait for that.
        GeneratorOptions options = GeneratorOptions.From(
            start.Options.AnalyzerConfigOptionsProvider.GlobalOptions, start.Compilation.SyntaxTrees.FirstOrDefault()?.Options);
        if (!options.AnalyzersRun)
        {
            return;
        }

        Lazy<ProjectFiles> files = new(() => Read(
            start.Options,
            options.Inputs,
            start.Compilation.References,
            text => start.TryGetValue(text, Reads, out ReadsOfText? reads) ? reads : null,
            text => start.TryGetValue(text, Schemas, out SchemaOfText? schema) ? schema.Schema : null,
            start.CancellationToken));
        Lazy<ProjectProblems> problems = new(() => Check(
            files.Value, options, start.Compilation, path => Named(path, start.Options.AdditionalFiles, start.CancellationToken), start.CancellationToken));
        start.RegisterAdditionalFileAction(file =>
        {
            foreach (Diagnostic diagnostic in problems.Value.Of(file.AdditionalFile.Path))
            {
                file.ReportDiagnostic(diagnostic);
            }
        });
        start.RegisterSymbolAction(
            symbol =>
            {
                INamedTypeSymbol type = (INamedTypeSymbol)symbol.Symbol;
                if (InstrumentationClasses.IsMarked(type))
                {
                    Location place = type.Locations[0];
                    foreach (Problem problem in ProblemReport.OfClasses(Namesakes(type, symbol.Compilation, symbol.CancellationToken))
                        .Where(one => SourcePlace.Of(place) == new RelatedPlace(one.Path, one.Span)))
                    {
                        symbol.ReportDiagnostic(Diagnostic.Create(Descriptors.Of(problem.Rule, options.Documentation), place, problem.Message));
                    }
                }
            },
            SymbolKind.NamedType);
        if (options.IsProgram)
        {
            start.RegisterCompilationEndAction(end =>
            {
                foreach (Diagnostic diagnostic in CheckUse(files.Value, options, end))
                {
                    end.ReportDiagnostic(diagnostic);
                }
            });
        }
    }

    private static IEnumerable<Diagnostic> CheckUse(ProjectFiles files, GeneratorOptions options, CompilationAnalysisContext end)
    {
        EquatableArray<ReferencedAssembly> references = ReferencedAssembly.Among(end.Compilation.References, end.CancellationToken);
        ProgramUse use = new ProgramUses(end.Compilation, files.Files, references, options.Set)
            .Find(
                end.Options.AdditionalFiles.Where(ViewFile.Is)
                    .Select(file => ViewFile.Words(file, end.CancellationToken))
                    .OfType<ViewWords>(),
                end.CancellationToken);
        return ProblemReport.CheckUse(files.Files, use, references, options)
            .Select(problem => ProblemReport.ToDiagnostic(problem, options.Documentation));
    }

    private static ProjectFiles Read(
        AnalyzerOptions options,
        DefinitionInputs inputs,
        IEnumerable<MetadataReference> references,
        Func<SourceText, ReadsOfText?> readsOf,
        Func<SourceText, DatabaseSchema?> schemaOf,
        CancellationToken cancellationToken)
    {
        ImmutableArray<ReadFile>.Builder files = ImmutableArray.CreateBuilder<ReadFile>();
        ProductWords words = DefinitionText.WordsOf(
            options.AdditionalFiles.Where(static file => DefinitionInputs.MayBeVocabulary(file.Path)), inputs, cancellationToken);
        DatabaseSchema? schema = null;
        ReadLockfile? lockfile = null;
        List<StageFailure> failures = [];
        foreach (AdditionalText file in options.AdditionalFiles)
        {
            try
            {
                if (inputs.Find(file.Path) is { } place
                    && file.GetText(cancellationToken) is { } text
                    && readsOf(text) is { } reads)
                {
                    files.Add(reads.Of(file.Path, place, words, cancellationToken));
                }
                else if (inputs.IsSchema(file.Path) && file.GetText(cancellationToken) is { } sql)
                {
                    schema = schemaOf(sql) is { } read ? read with { Path = file.Path } : null;
                }
                else if (inputs.IsLockfile(file.Path) && file.GetText(cancellationToken) is { } promises)
                {
                    lockfile = LockfileReader.Read(file.Path, promises.ToString());
                }
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                failures.Add(new StageFailure(file.Path, exception.Message));
            }
        }

        return new ProjectFiles(
            files.ToImmutable(), schema, lockfile, ReferencedCatalogue.SetsOf(references.Select(ReferencedAssembly.CatalogueOf)), failures);
    }

    private static ProjectProblems Check(
        ProjectFiles files, GeneratorOptions options, Compilation compilation, Func<string, NamedFile?> find, CancellationToken cancellationToken)
    {
        ProblemList list = ProblemReport.Check(files.Files, new Surroundings
        {
            Classes = ProblemReport.Known(ClassesOf(compilation, files.Files, cancellationToken)),
            Schema = files.Schema,
            Lockfile = files.Lockfile,
            ProductVersion = options.ProductVersion,
            References = files.Libraries,
            FindFile = find,
        });
        return new ProjectProblems(
            list.Problems.Select(problem => (problem.Path, ProblemReport.ToDiagnostic(problem, options.Documentation))),
            list.Failure is { } failure ? [.. files.Failures, failure with { Path = files.Files.IsEmpty ? files.Lockfile!.Path : files.Files[0].File.Path }] : files.Failures);
    }

    /// <summary>A file that a definition names, where it is handed over; which of the others are there, a compiler cannot tell.</summary>
    private static NamedFile? Named(string path, ImmutableArray<AdditionalText> files, CancellationToken cancellationToken)
    {
        string end = "/" + path.Trim().TrimStart('/');
        foreach (AdditionalText file in files)
        {
            if (file.Path.Replace('\\', '/').EndsWith(end, StringComparison.Ordinal))
            {
                return new NamedFile(file.Path, file.GetText(cancellationToken)?.ToString());
            }
        }

        return null;
    }

    /// <summary>The program's classes, from the table of declarations: types without an attribute cost nothing.</summary>
    private static IEnumerable<PlacedClass> ClassesOf(
        Compilation compilation, IEnumerable<ReadFile> files, CancellationToken cancellationToken) =>
        files.SelectMany(file => file.Meaning.Metrics).Any(metric => metric.InstrumentationClass is not null)
            ? compilation.GetSymbolsWithName(static _ => true, SymbolFilter.Type, cancellationToken)
                .OfType<INamedTypeSymbol>()
                .Where(InstrumentationClasses.IsMarked)
                .Select(type => InstrumentationClasses.Place(type, compilation))
            : [];

    private static IEnumerable<PlacedClass> Namesakes(INamedTypeSymbol type, Compilation compilation, CancellationToken cancellationToken) =>
        compilation.GetSymbolsWithName(type.Name, SymbolFilter.Type, cancellationToken)
            .OfType<INamedTypeSymbol>()
            .Where(InstrumentationClasses.IsMarked)
            .Select(one => InstrumentationClasses.Place(one, compilation));

    /// <summary>What was read of a project.</summary>
    private sealed record ProjectFiles(
        ImmutableArray<ReadFile> Files,
        DatabaseSchema? Schema,
        ReadLockfile? Lockfile,
        EquatableArray<ReferencedSet> Libraries,
        IReadOnlyList<StageFailure> Failures);

    /// <summary>The diagnostics of a project by file.</summary>
    private sealed class ProjectProblems(IEnumerable<(string Path, Diagnostic Diagnostic)> problems, IEnumerable<StageFailure> failures)
    {
        private readonly ILookup<string, Diagnostic> _byPath = problems
            .Concat(failures.Select(failure => (Path: failure.Path!, Diagnostic: ProblemReport.ToDiagnostic(failure))))
            .ToLookup(entry => entry.Path, entry => entry.Diagnostic, StringComparer.Ordinal);

        public IEnumerable<Diagnostic> Of(string path) => _byPath[path];
    }

    /// <summary>The schema in one text.</summary>
    private sealed class SchemaOfText(SourceText text)
    {
        private readonly Lazy<DatabaseSchema> _schema = new(() => SchemaReader.Read(text.ToString()));

        public DatabaseSchema Schema => _schema.Value;
    }

    /// <summary>What was read from one text; files with equal texts share it, each with its own path.</summary>
    private sealed class ReadsOfText(SourceText text)
    {
        private readonly ConcurrentDictionary<(string Path, DefinitionPlace Place, ProductWords Words), ReadFile> _reads = new();

        public ReadFile Of(string path, DefinitionPlace place, ProductWords words, CancellationToken cancellationToken) => _reads.GetOrAdd(
            (path, place, words), key => DefinitionText.Read(key.Path, key.Place, text, key.Words, cancellationToken));
    }
}
