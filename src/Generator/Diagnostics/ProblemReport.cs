using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Diagnostics;

/// <summary>Checks definitions and turns their problems into diagnostics.</summary>
internal static class ProblemReport
{
    /// <summary>A definition file with its positions; null where the analyzer looks at them, or reading has failed.</summary>
    public static ReadFile? Read(AdditionalText text, GeneratorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return options.AnalyzersRun ? null : DefinitionText.Read(text, options.Inputs, cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The database's schema; null where the file is another one, the analyzer looks at it, or reading has failed.</summary>
    public static DatabaseSchema? ReadSchema(AdditionalText text, GeneratorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return options.AnalyzersRun || !options.Inputs.IsSchema(text.Path) || text.GetText(cancellationToken) is not { } content
                ? null
                : SchemaReader.Read(content.ToString());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>The lockfile; null where the file is another one, the analyzer looks at it, or reading has failed.</summary>
    public static ReadLockfile? ReadLockfile(AdditionalText text, GeneratorOptions options, CancellationToken cancellationToken)
    {
        try
        {
            return options.AnalyzersRun || !options.Inputs.IsLockfile(text.Path) || text.GetText(cancellationToken) is not { } content
                ? null
                : LockfileReader.Read(text.Path, content.ToString());
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return null;
        }
    }

    /// <summary>All problems of a project's definitions.</summary>
    public static ProblemList Check(ImmutableArray<ReadFile> files, Surroundings surroundings)
    {
        try
        {
            return files.IsEmpty && surroundings.Lockfile is null
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
        ImmutableArray<ReadFile> files,
        ImmutableArray<EquatableArray<string>> called,
        ImmutableArray<ReferencedEvents> references,
        EquatableArray<ReferencedSet> libraries,
        GeneratorOptions options)
    {
        if (!options.IsProgram || options.AnalyzersRun)
        {
            return new ProblemList([], null);
        }

        IEnumerable<string> methods = called.SelectMany(static file => file).Concat(references.SelectMany(static events => events.Calls));
        Surroundings surroundings = new() { Use = new ProgramUse([.. methods], []), References = libraries };
        return new ProblemList(
            [.. files.IsEmpty ? [] : DefinitionChecker.CheckUse(files, surroundings), .. ClashingLibraries(libraries)], null);
    }

    public static void Report(SourceProductionContext context, ProblemList list)
    {
        foreach (Problem problem in list.Problems)
        {
            context.ReportDiagnostic(ToDiagnostic(problem));
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

    public static Diagnostic ToDiagnostic(Problem problem) => Diagnostic.Create(
        Descriptors.Of(problem.Rule),
        ToLocation(problem.Path, problem.Span),
        problem.Related.Select(place => ToLocation(place.Path, place.Span)),
        problem.Message);

    public static Diagnostic ToDiagnostic(StageFailure failure)
    {
        Location place = failure.Path is null ? Location.None : ToLocation(failure.Path, default);
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
