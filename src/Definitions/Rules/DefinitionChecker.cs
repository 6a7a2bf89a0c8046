using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;
using static ServicePing.Definitions.Rules.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Checks a whole project's definitions: everything that one file alone cannot tell.</summary>
public static class DefinitionChecker
{
    /// <summary>All problems of all files, those of reading included, ordered by path and place.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="classes">The instrumentation classes of the program; null where nobody knows them, which silences their rules.</param>
    /// <param name="schema">The schema of the database; null where nobody has one, which silences its rules.</param>
    public static IReadOnlyList<Problem> Check(
        IReadOnlyList<ReadFile> files, IReadOnlyList<InstrumentationClass>? classes = null, DatabaseSchema? schema = null)
    {
        List<Problem> problems = [];
        foreach (ReadFile file in files)
        {
            problems.AddRange(file.Problems);
        }

        try
        {
            problems.AddRange(CheckProject(files, classes, schema));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add(new Problem(
                InternalFailure, files[0].File.Path, default,
                $"The rules failed ({exception.GetType().Name}: {exception.Message}): please report it with the definitions."));
        }

        return problems
            .OrderBy(static problem => problem.Path, StringComparer.Ordinal)
            .ThenBy(static problem => problem.Span.Start)
            .ThenBy(static problem => problem.Rule.Id, StringComparer.Ordinal)
            .ToList();
    }

    private static IReadOnlyList<Problem> CheckProject(
        IReadOnlyList<ReadFile> files, IReadOnlyList<InstrumentationClass>? classes, DatabaseSchema? schema)
    {
        Project project = new(files);
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(files.Select(static file => file.Meaning));
        CalculationBinder calculations = new(catalogue.Calculations);
        IdentityRules.Check(project);
        ReferenceRules.Check(project, catalogue, calculations);
        KnownEventRules.Check(project);
        AggregateRules.Check(project, calculations);
        OverrideRules.Check(project);
        ClassRules.Check(project, calculations, classes);
        SqlRules.Check(project, calculations, schema);
        return project.Problems;
    }
}

/// <summary>A class of the consuming program that computes a metric.</summary>
/// <param name="Name">The class's simple name, which definitions carry.</param>
/// <param name="ValueType">The JSON type of what it returns; null where it implements no <c>IFact</c>.</param>
public sealed record InstrumentationClass(string Name, Model.ValueType? ValueType);
