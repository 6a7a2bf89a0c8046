using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads a shared calculation.</summary>
internal static class CalculationReader
{
    /// <summary>The calculation; null where its name or its query cannot be read.</summary>
    public static SharedCalculation? Read(YamlMap map, FileProblems problems, string sourceFile)
    {
        MapReader reader = new(map, CalculationKeys.Map, problems);
        string? name = reader.Text(CalculationKeys.InstrumentationClass);
        if (name is not null && !Patterns.IsClass(name))
        {
            reader.Report(
                NamePattern, CalculationKeys.InstrumentationClass,
                $"'{Quoting.Shorten(name)}' is no class name: begin it with a capital, and use letters and digits only.");
        }

        EquatableArray<CalculationParameter> parameters = Parameters(reader);
        YamlMap? query = reader.SubMap(CalculationKeys.Query);
        SharedCalculation? calculation = query is null
            ? null
            : new SharedCalculation(name ?? "", parameters, QueryReader.Read(query, problems, parameters), sourceFile);
        SuppressionReader.Check(reader, CalculationKeys.NoLint);
        reader.Done();
        return string.IsNullOrEmpty(name) ? null : calculation;
    }

    private static EquatableArray<CalculationParameter> Parameters(MapReader reader)
    {
        if (reader.SubMap(CalculationKeys.Parameters) is not { } map)
        {
            return [];
        }

        List<CalculationParameter> parameters = new(map.Entries.Length);
        foreach (YamlEntry entry in map.Entries)
        {
            if (!Patterns.IsName(entry.Key) || entry.Key == Sql.SqlText.RecordedAt)
            {
                reader.Problems.Add(
                    NamePattern, entry.KeyStart, entry.KeyEnd,
                    $"'{Quoting.Shorten(entry.Key)}' is no name for a parameter: "
                    + "use lower-case letters, digits and underscores, and not recorded_at.");
            }

            parameters.Add(new CalculationParameter(entry.Key, Values(entry, reader)));
        }

        return parameters.ToEquatableArray();
    }

    private static EquatableArray<ParameterValue> Values(YamlEntry entry, MapReader reader)
    {
        if (entry.Value is YamlScalar { Kind: OptionKind.Null } || reader.AsMap(entry.Key, entry.Value) is not { } map)
        {
            return [];
        }

        MapReader parameter = new(map, ParameterKeys.Map, reader.Problems);
        List<ParameterValue> values = [];
        foreach (YamlEntry value in parameter.SubMap(ParameterKeys.Values)?.Entries ?? [])
        {
            if (value.Value is YamlScalar)
            {
                values.Add(new ParameterValue(value.Key, OptionReader.Value(value.Value)));
            }
            else
            {
                parameter.Mismatch(
                    value.Key, value.Value, "a number, a boolean or a text", "Write the literal that stands for it.");
            }
        }

        parameter.Done();
        return values.ToEquatableArray();
    }
}
