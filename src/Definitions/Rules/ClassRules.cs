using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Something computes every metric, and returns its type.</summary>
internal static class ClassRules
{
    public static void Check(Project project, CalculationBinder calculations, IReadOnlyList<InstrumentationClass>? classes)
    {
        Dictionary<string, InstrumentationClass>? byName = null;
        if (classes is not null)
        {
            byName = new Dictionary<string, InstrumentationClass>(StringComparer.Ordinal);
            foreach (InstrumentationClass known in classes)
            {
                byName[known.Name] = known;
            }
        }

        foreach (Declared<MetricDefinition> metric in project.LiveMetrics)
        {
            MetricDefinition definition = metric.Definition;
            if (definition.Status == MetricStatus.Deprecated
                || definition.DataSource is DataSource.Redis or DataSource.RedisHll or DataSource.InternalEvents
                || AggregateForm.Is(definition))
            {
                continue;
            }

            if (definition.Query is not null)
            {
                continue;
            }

            if (definition.InstrumentationClass is null)
            {
                if (metric.IsSound)
                {
                    project.Report(
                        NotComputed, metric,
                        $"Nothing computes '{definition.KeyPath}', so that its value is the fallback: "
                        + "add a 'query', or name an 'instrumentation_class'.",
                        MetricKeys.KeyPath);
                }
            }
            else if (calculations.Find(definition) is { } calculation)
            {
                CheckCalculation(project, metric, calculation);
            }
            else
            {
                CheckShape(project, metric);
                CheckClass(project, metric, definition.InstrumentationClass, byName, calculations);
            }
        }
    }

    /// <summary>Only its author knows what a class computes; the shape of a query's object can be seen.</summary>
    private static void CheckShape(Project project, Declared<MetricDefinition> metric)
    {
        if (metric is { IsSound: true, Definition: { ValueType: Model.ValueType.Object, ValueJsonSchema: null } })
        {
            project.Report(
                ObjectShape, metric,
                "Nothing says what the object looks like: add 'value_json_schema' with the path of its JSON schema.",
                MetricKeys.ValueType);
        }
    }

    private static void CheckClass(
        Project project, Declared<MetricDefinition> metric, string name,
        Dictionary<string, InstrumentationClass>? classes, CalculationBinder calculations)
    {
        if (classes is null)
        {
            return;
        }

        if (!classes.TryGetValue(name, out InstrumentationClass? known))
        {
            project.Report(
                UnknownClass, metric,
                $"There is no class or shared calculation '{name}': "
                + "write a class with [InstrumentationClass], or a calculation under queries/."
                + Suggestion.For(name, classes.Keys.Concat(calculations.Names)), MetricKeys.InstrumentationClass);
        }
        else if (known.Fault is { } fault)
        {
            project.Report(
                ClassNotCallable, metric, known.Place is { } place ? [place] : [], $"Generated code cannot call '{name}': {fault}.",
                MetricKeys.InstrumentationClass);
        }
        else if (known.ValueType is null)
        {
            project.Report(
                ClassType, metric, $"The class '{name}' implements no IFact<T>: implement it for the type of the value.",
                MetricKeys.InstrumentationClass);
        }
        else if (known.ValueType != metric.Definition.ValueType)
        {
            ReportType(project, metric, $"The class '{name}' returns", known.ValueType.Value, "the class");
        }
    }

    private static void CheckCalculation(Project project, Declared<MetricDefinition> metric, SharedCalculation calculation)
    {
        if (MetricRules.TypeOf(calculation.Query) is { } type && type != metric.Definition.ValueType)
        {
            ReportType(
                project, metric, $"The shared calculation '{calculation.InstrumentationClass}' gives", type, "the calculation");
        }
    }

    private static void ReportType(
        Project project, Declared<MetricDefinition> metric, string subject, Model.ValueType type, string other) =>
        project.Report(
            ClassType, metric,
            $"{subject} a value of type {Words.Of(Words.ValueTypes, type)}, and 'value_type' is "
            + $"{Words.Of(Words.ValueTypes, metric.Definition.ValueType)}: "
            + $"change one of the two, the definition or {other}.", MetricKeys.InstrumentationClass);
}
