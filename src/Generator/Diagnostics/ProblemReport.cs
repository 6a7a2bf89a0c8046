using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
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
        ProblemFiles files, ImmutableArray<FactClass> classes, ProductVersion? productVersion, EquatableArray<ReferencedSet> libraries) =>
        Check(files.Files, new Surroundings
        {
            Classes = Known(classes),
            Schema = files.Schema,
            Lockfile = files.Lockfile,
            ProductVersion = productVersion,
            References = libraries,
        });

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

    public static IReadOnlyList<InstrumentationClass> Known(IEnumerable<FactClass> classes) =>
        [.. classes.Select(static type => new InstrumentationClass(type.Name, type.Value?.ValueType))];

    /// <summary>The problems of the use of events, as far as names tell; uses of metrics need the compilation, and so the analyzer.</summary>
    public static ProblemList CheckUse(
        IReadOnlyList<ReadFile> files,
        EquatableArray<string> called,
        EquatableArray<ReferencedEvents> references,
        EquatableArray<ReferencedSet> libraries,
        GeneratorOptions options)
    {
        if (!options.IsProgram || options.AnalyzersRun)
        {
            return new ProblemList([], null);
        }

        IEnumerable<string> methods = called.Concat(references.SelectMany(static events => events.Calls));
        Surroundings surroundings = new() { Use = new ProgramUse([.. methods], []), References = libraries };
        return new ProblemList(
            [.. files.Count == 0 ? [] : DefinitionChecker.CheckUse(files, surroundings), .. ClashingLibraries(libraries)], null);
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

    /// <summary>An event of a reference that the program does not trigger; its definition is not at hand.</summary>
    public static Diagnostic IdleEvent(string method) => Diagnostic.Create(
        Descriptors.Of(Rules.NeverTriggered),
        Location.None,
        $"Nothing in the program triggers '{method}', an event of a library: call {method}(…) where it happens.");

    /// <summary>The clashes of libraries with each other, which have no place in the project's files.</summary>
    public static IEnumerable<Problem> ClashingLibraries(EquatableArray<ReferencedSet> libraries) =>
        ClashRules.BetweenLibraries(libraries).Select(static clash => new Problem(
            Rules.ClashingLibraries, "", default, $"{clash}: a program can refer to only one of the two."));

    /// <summary>A place in C#, in the terms of the rules.</summary>
    public static RelatedPlace ToPlace(Location location)
    {
        FileLinePositionSpan lines = location.GetLineSpan();
        return new RelatedPlace(lines.Path, new SourceSpan(
            location.SourceSpan.Start, location.SourceSpan.Length,
            lines.StartLinePosition.Line, lines.StartLinePosition.Character,
            lines.EndLinePosition.Line, lines.EndLinePosition.Character));
    }

    private static Location ToLocation(string path, SourceSpan span) => path.Length == 0 ? Location.None : Location.Create(
        path,
        new TextSpan(span.Start, span.Length),
        new LinePositionSpan(
            new LinePosition(span.StartLine, span.StartColumn), new LinePosition(span.EndLine, span.EndColumn)));
}
