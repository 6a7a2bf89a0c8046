using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Checks definitions and turns their problems into diagnostics.</summary>
internal static class ProblemReport
{
    /// <summary>All problems of a project's definitions.</summary>
    public static ProblemList Check(
        ProblemFiles files, EquatableArray<PlacedClass> classes, ProductVersion? productVersion, EquatableArray<ReferencedSet> libraries)
    {
        ProblemList list = Check(files.Files, new Surroundings
        {
            Classes = Known(classes),
            Schema = files.Schema,
            Lockfile = files.Lockfile,
            ProductVersion = productVersion,
            References = libraries,
        });
        return list with { Problems = [.. list.Problems, .. OfClasses(classes)] };
    }

    /// <summary>All problems of a project's definitions.</summary>
    public static ProblemList Check(IReadOnlyList<ReadFile> files, Surroundings surroundings)
    {
        try
        {
            return files.Count == 0 && surroundings.Lockfile is null
                ? new ProblemList([], null)
                : new ProblemList(DefinitionChecker.Check(files, surroundings).ToEquatableArray(), null);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new ProblemList([], new StageFailure(null, exception.Message));
        }
    }

    /// <summary>The classes as the rules know them, one a name.</summary>
    public static IReadOnlyList<InstrumentationClass> Known(IEnumerable<PlacedClass> classes) =>
    [
        .. from one in classes
           group one by one.Class.Name into namesakes
           let first = namesakes.First()
           select new InstrumentationClass(namesakes.Key, first.Class.Value?.ValueType)
           {
               Fault = FaultOf([.. namesakes.Select(static one => one.Class)]),
               Place = first.Place,
           },
    ];

    /// <summary>What is wrong with classes, at their names.</summary>
    public static IEnumerable<Problem> OfClasses(IEnumerable<PlacedClass> classes) =>
        from one in classes
        group one by one.Class.Name into namesakes
        let fault = FaultOf([.. namesakes.Select(static one => one.Class)])
        from one in namesakes
        let own = fault ?? one.Class.Fault
        where own is not null
        select new Problem(
            Rules.ClassNotCallable, one.Place.Path, one.Place.Span, $"Generated code cannot call '{namesakes.Key}': {own}.");

    private static string? FaultOf(FactClass[] namesakes) =>
        namesakes.Length > 1 ? FactFaults.OfNamesakes(namesakes.Select(static one => one.Type).OrderBy(static type => type, StringComparer.Ordinal)) : namesakes[0].Fault;

    /// <summary>What keeps a project from having a set at all. Whoever generates nothing says so itself.</summary>
    public static ProblemList CheckProject(GeneratorOptions options, MetricSetName? set, EquatableArray<ReferencedAssembly> references)
    {
        // Of two runs of the compiler the second reports.
        if (options.Share == Share.Definitions)
        {
            return new ProblemList([], null);
        }

        if (options.Lack is { } lack)
        {
            return new ProblemList([new Problem(Rules.Unsuitable, "", default, lack)], null);
        }

        string? own = set?.Global(set.Set);
        return new ProblemList(
            [
                .. from reference in references
                   from @class in reference.Sets
                   group reference.Name by @class into libraries
                   where libraries.Key == own || libraries.Count() > 1
                   select new Problem(
                       Rules.OneSetClass, "", default,
                       $"The metric set {libraries.Key.Replace("global::", "")} is "
                       + $"{(libraries.Key == own ? "this project's" : $"that of '{libraries.First()}'")} and that of '{libraries.Last()}': "
                       + "set ServicePingSetName in one of the two."),
            ],
            null);
    }

    /// <summary>The problems of the use of events, as far as names tell; uses of metrics need the compilation, and so the analyzer.</summary>
    public static ProblemList CheckUse(
        IReadOnlyList<ReadFile> files, EquatableArray<string> called, EquatableArray<ReferencedAssembly> references, GeneratorOptions options)
    {
        if (!options.IsProgram || options.AnalyzersRun)
        {
            return new ProblemList([], null);
        }

        HashSet<string> methods = new(called.Concat(references.SelectMany(static one => one.Calls)), StringComparer.Ordinal);
        return new ProblemList([.. CheckUse(files, new ProgramUse(options.Set.Name, methods, []), references, options)], null);
    }

    /// <summary>The problems of what a program does with its definitions, and with those of its references.</summary>
    public static IEnumerable<Problem> CheckUse(
        IReadOnlyList<ReadFile> files, ProgramUse use, EquatableArray<ReferencedAssembly> references, GeneratorOptions options)
    {
        EquatableArray<ReferencedSet> libraries = ReferencedCatalogue.SetsOf(references.Select(static one => one.Catalogue));
        Surroundings surroundings = new() { ProductVersion = options.ProductVersion, Use = use, References = libraries };
        return
        [
            .. files.Count == 0 ? [] : DefinitionChecker.CheckUse(files, surroundings),
            .. ClashingLibraries(libraries),
            .. IdleEvents(use, references),
        ];
    }

    public static void Report(SourceProductionContext context, (ProblemList List, string Documentation) source)
    {
        (ProblemList list, string documentation) = source;
        foreach (Problem problem in list.Problems)
        {
            context.ReportDiagnostic(ToDiagnostic(problem, documentation));
        }

        if (list.Failure is { } failure)
        {
            context.ReportDiagnostic(ToDiagnostic(failure));
        }
    }

    public static void Report(SourceProductionContext context, EquatableArray<StageFailure> failures)
    {
        foreach (StageFailure failure in failures)
        {
            context.ReportDiagnostic(ToDiagnostic(failure));
        }
    }

    /// <summary>A problem with a link to the page of its rule.</summary>
    public static Diagnostic ToDiagnostic(Problem problem, string documentation) => Diagnostic.Create(
        Descriptors.Of(problem.Rule, documentation),
        ToLocation(problem.Path, problem.Span),
        problem.Related.Select(place => ToLocation(place.Path, place.Span)),
        problem.Message);

    public static Diagnostic ToDiagnostic(StageFailure failure)
    {
        Location place = failure.Path is null ? Location.None : ToLocation(failure.Path, failure.Span);
        return Diagnostic.Create(Descriptors.InternalFailure, place, failure.Message);
    }

    /// <summary>The events of references that nothing triggers; their definitions are not at hand.</summary>
    private static IEnumerable<Problem> IdleEvents(ProgramUse use, EquatableArray<ReferencedAssembly> references) =>
        from library in references
        from one in library.Events
        where !use.EventMethods.Contains(one.Method)
        select new Problem(
            Rules.NeverTriggered, "", default,
            $"Nothing in the program triggers '{one.Action}', an event of the library '{library.Name}': "
            + $"call {one.Method}(…) where it happens.");

    /// <summary>The clashes of libraries with each other, which have no place in the project's files.</summary>
    private static IEnumerable<Problem> ClashingLibraries(EquatableArray<ReferencedSet> libraries) =>
        ClashRules.BetweenLibraries(libraries).Select(static clash => new Problem(
            Rules.ClashingLibraries, "", default, $"{clash}: a program can refer to only one of the two."));

    private static Location ToLocation(string path, SourceSpan span) => path.Length == 0 ? Location.None : Location.Create(
        path,
        new TextSpan(span.Start, span.Length),
        new LinePositionSpan(
            new LinePosition(span.StartLine, span.StartColumn), new LinePosition(span.EndLine, span.EndColumn)));
}
