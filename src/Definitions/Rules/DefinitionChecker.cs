using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Checks a whole project's definitions: everything that one file alone cannot tell.</summary>
public static class DefinitionChecker
{
    /// <summary>All problems of all files, those of reading included, ordered by path and place.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="surroundings">What is known besides; nothing where null.</param>
    public static IReadOnlyList<Problem> Check(IReadOnlyList<ReadFile> files, Surroundings? surroundings = null)
    {
        surroundings ??= Surroundings.Unknown;
        List<Problem> problems = [];
        foreach (ReadFile file in files)
        {
            problems.AddRange(file.Problems);
        }

        try
        {
            problems.AddRange(CheckProject(files, surroundings));
            Suppressions suppressions = new(files, surroundings);
            problems = [.. suppressions.Filter(problems)];
            problems.AddRange([.. suppressions.Check(problems)]);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            problems.Add(new Problem(
                InternalFailure, files.Count > 0 ? files[0].File.Path : "", default,
                $"The rules failed ({exception.GetType().Name}: {exception.Message}): please report it with the definitions."));
        }

        return problems
            .OrderBy(static problem => problem.Path, StringComparer.Ordinal)
            .ThenBy(static problem => problem.Span.Start)
            .ThenBy(static problem => problem.Rule.Id, StringComparer.Ordinal)
            .ToList();
    }

    /// <summary>Only the problems that need the whole C# of a program; an editor asks for the others long before.</summary>
    /// <param name="files">The files of the project that builds the program.</param>
    /// <param name="surroundings">What is known besides, the use of definitions among it.</param>
    public static IReadOnlyList<Problem> CheckUse(IReadOnlyList<ReadFile> files, Surroundings surroundings)
    {
        Project project = new(files);
        UsageRules.Check(project, surroundings.Use, surroundings.References ?? []);
        Suppressions suppressions = new(files, surroundings);
        return [.. suppressions.Filter(project.Problems).ToList(), .. suppressions.Unused(RuleInput.Program)];
    }

    private static IReadOnlyList<Problem> CheckProject(IReadOnlyList<ReadFile> files, Surroundings surroundings)
    {
        Project project = new(files);
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(files.Select(static file => file.Meaning), [.. surroundings.References ?? []]);
        ReferencedNames references = new(catalogue.References);
        CalculationBinder calculations = new(catalogue.Calculations);
        IdentityRules.Check(project);
        ClashRules.Check(project, surroundings.References);
        NameRules.Check(project);
        MeaningRules.Check(project);
        LifecycleRules.Check(project, calculations, surroundings.ProductVersion);
        PrivacyRules.Check(project, calculations);
        LockfileRules.Check(project, calculations, surroundings.Lockfile);
        ReferenceRules.Check(project, catalogue, references, calculations);
        KnownEventRules.Check(project);
        AggregateRules.Check(project, references, calculations);
        OverrideRules.Check(project);
        ClassRules.Check(project, calculations, surroundings.Classes);
        PrometheusRules.Check(project, calculations);
        ValueSchemaRules.Check(project, surroundings.FindFile);
        SqlRules.Check(project, calculations, surroundings.Schema);
        UsageRules.Check(project, surroundings.Use, surroundings.References ?? []);
        return project.Problems;
    }
}
