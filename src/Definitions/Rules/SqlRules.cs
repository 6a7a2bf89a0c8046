using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Judging;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>What the SQL of queries does, and whether the schema has what it names.</summary>
internal static class SqlRules
{
    /// <param name="project">Takes what is wrong.</param>
    /// <param name="calculations">The shared calculations, each of which is judged once, at its own place.</param>
    /// <param name="schema">The schema; null where nobody has one, which leaves what the SQL alone tells.</param>
    public static void Check(Project project, CalculationBinder calculations, DatabaseSchema? schema)
    {
        SchemaLookup? lookup = schema is null ? null : new SchemaLookup(schema);
        foreach (SchemaGap gap in schema?.Gaps ?? [])
        {
            if (gap.Mistake is not null)
            {
                project.Report(new Problem(BrokenSchema, schema!.Path, gap.Span, gap.Mistake));
            }
        }

        Dictionary<SharedCalculation, HashSet<TimeFrame>> frames = [];
        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.Query is { } query)
            {
                Report(project, metric, query, QueryJudge.Judge(SchemaFor(metric, lookup), query, metric.Definition.TimeFrames));
            }
            else if (calculations.Find(metric.Definition) is { } calculation)
            {
                if (!frames.TryGetValue(calculation, out HashSet<TimeFrame>? known))
                {
                    frames.Add(calculation, known = []);
                }

                known.UnionWith(metric.Definition.TimeFrames);
            }
        }

        foreach (Declared<SharedCalculation> calculation in project.Calculations)
        {
            QueryDefinition query = calculation.Definition.Query;
            IReadOnlyList<TimeFrame> periods = frames.TryGetValue(calculation.Definition, out HashSet<TimeFrame>? known)
                ? [.. known]
                : [];
            IReadOnlyList<QueryFinding> findings = QueryJudge.Judge(SchemaFor(calculation, lookup), query, periods);
            Report(project, calculation, query, findings);
            foreach (QueryFinding finding in findings.Where(static finding => finding.Kind == FindingKind.ParameterValues))
            {
                CheckParameter(project, calculation, finding, finding.Allowed!);
            }
        }
    }

    // What a parameter stands for is said in the calculation, or in the options of each metric.
    private static void CheckParameter(
        Project project, Declared<SharedCalculation> calculation, QueryFinding finding, AllowedValues allowed)
    {
        string name = finding.Subject;
        if (calculation.Definition.Parameters.ToList().Find(parameter => parameter.Name == name) is not { } parameter)
        {
            return;
        }

        foreach (ParameterValue value in parameter.Values)
        {
            CheckValue(project, calculation, finding, allowed, value.Literal, [CalculationKeys.Parameters, name, ParameterKeys.Values, value.Option]);
        }

        if (!parameter.Values.IsEmpty)
        {
            return;
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            if (metric.Definition.Query is null
                && metric.Definition.InstrumentationClass == calculation.Definition.InstrumentationClass
                && metric.Definition.Options.ToList().Find(option => option.Name == name) is { } option)
            {
                CheckValue(project, metric, finding, allowed, option.Value, [MetricKeys.Options, name]);
            }
        }
    }

    private static void CheckValue<T>(
        Project project, Declared<T> declared, QueryFinding finding, AllowedValues allowed, OptionValue value, object[] path)
    {
        if (value.Kind is OptionKind.String or OptionKind.Number && allowed.Excludes(value.Text))
        {
            QueryFinding found = finding with { Kind = FindingKind.NotAmongValues, Subject = value.Text, Advice = allowed.Advice(value.Text) };
            project.Report(OtherValue, declared, WithEnd(found.Message), path);
        }
    }

    private static string WithEnd(string message) => message[message.Length - 1] is '?' or '.' or ';' ? message : message + ".";

    // A join that could not be read would make names unknown that are not.
    private static SchemaLookup? SchemaFor<T>(Declared<T> declared, SchemaLookup? lookup) => declared.IsSound ? lookup : null;

    private static void Report<T>(
        Project project, Declared<T> declared, QueryDefinition query, IReadOnlyList<QueryFinding> findings)
    {
        foreach (QueryFinding finding in findings.Where(static finding => finding.Kind != FindingKind.ParameterValues))
        {
            QueryDefinition part = query;
            List<object> path = [MetricKeys.Query];
            foreach (int position in finding.Parts)
            {
                part = part.Parts[position];
                path.AddRange([QueryKeys.Parts, position]);
            }

            string? text = TextOf(part, finding);

            // Reading has reported what is no SQL at all.
            if (text is not null && SqlCheck.Flaws(text, static _ => true).Any())
            {
                continue;
            }

            path.AddRange(PathOf(part, finding));
            project.ReportWords(RuleOf(finding.Kind), declared, WithEnd(finding.Message), finding.Start, finding.Length, [.. path]);
        }
    }

    private static string? TextOf(QueryDefinition query, QueryFinding finding)
    {
        foreach ((string text, QueryKey key, int index) in QueryJudge.Texts(query))
        {
            if (key == finding.Key && index == finding.Index)
            {
                return text;
            }
        }

        return null;
    }

    private static object[] PathOf(QueryDefinition query, QueryFinding finding) => finding.Key switch
    {
        QueryKey.From => [QueryKeys.From],
        QueryKey.Joins => [QueryKeys.Joins, finding.Index],
        QueryKey.Where => [QueryKeys.Where, finding.Index],
        QueryKey.When => [QueryKeys.When, query.When[finding.Index].Option],
        QueryKey.Column => [QueryKeys.Column, finding.Index],
        QueryKey.GroupBy => [QueryKeys.GroupBy, finding.Index],
        QueryKey.TimestampColumn => [QueryKeys.TimestampColumn],
        _ => [QueryKeys.Batch, BatchKeys.Column],
    };

    private static Rule RuleOf(FindingKind kind) => kind switch
    {
        FindingKind.UnknownTable or FindingKind.UnknownColumn => UnknownName,
        FindingKind.NotAmongValues => OtherValue,
        FindingKind.AmbiguousColumn => AmbiguousColumn,
        FindingKind.NotChecked or FindingKind.Unread => NotChecked,
        FindingKind.UnsuitableType or FindingKind.NotATimestamp => UnsuitableType,
        FindingKind.NoIndexForWindow => NoIndexForWindow,
        FindingKind.NoKeyRanges => NoKeyRanges,
        FindingKind.NoIndexForDistinct => NoIndexForDistinct,
        FindingKind.MultiplyingJoin => MultiplyingJoin,
        FindingKind.UnboundedGroup => UnboundedGroup,
        FindingKind.Clock => Clock,
        FindingKind.OuterJoin => OuterJoin,
        FindingKind.NotOneRow => NotOneRow,
        FindingKind.Unsteady => Unsteady,
        _ => NotPlainSql,
    };
}
