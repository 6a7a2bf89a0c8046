using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;
using ServicePing.Definitions.Yaml;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads SQL out of a map, and reports what may not stand in it at its very place.</summary>
/// <param name="reader">The map.</param>
/// <param name="parameters">The parameters that the SQL may name; null outside a shared calculation.</param>
internal sealed class SqlReader(MapReader reader, EquatableArray<CalculationParameter>? parameters)
{
    /// <summary>One expression.</summary>
    public string? Expression(Key key) => reader.Node(key) is { } node ? Expression(key, node) : null;

    /// <summary>One expression or a list of them.</summary>
    public EquatableArray<string> Expressions(Key key)
    {
        switch (reader.Node(key))
        {
            case null:
                return [];
            case YamlList list:
                List<string> expressions = new(list.Items.Length);
                foreach (YamlNode item in list.Items)
                {
                    if (Expression(key, item) is { } expression)
                    {
                        expressions.Add(expression);
                    }
                }

                return expressions.ToEquatableArray();
            case YamlNode single:
                return Expression(key, single) is { } only ? [only] : [];
        }
    }

    /// <summary>Conditions by the option that adds them.</summary>
    public EquatableArray<ConditionalFilter> Conditions(Key key)
    {
        if (reader.SubMap(key) is not { } map)
        {
            return [];
        }

        if (parameters is null)
        {
            reader.Report(QueryShape, key, $"'{key}' belongs to a shared calculation: write the condition under 'where'.");
        }

        List<ConditionalFilter> conditions = new(map.Entries.Length);
        foreach (YamlEntry entry in map.Entries)
        {
            if (parameters is not null && !Allows(entry.Key))
            {
                reader.Problems.Add(
                    CalculationOptions, entry.KeyStart, entry.KeyEnd,
                    $"There is no parameter '{Quoting.Shorten(entry.Key)}': "
                    + "declare it in 'parameters', or take the condition out.");
            }

            if (Expression(entry.Key, entry.Value) is { } condition)
            {
                conditions.Add(new ConditionalFilter(entry.Key, condition));
            }
        }

        return conditions.ToEquatableArray();
    }

    /// <summary>A table, or a subquery or a call of a function, with its alias.</summary>
    public FromItem? From(Key key)
    {
        if (reader.Text(key) is not { } text)
        {
            return null;
        }

        FromItem? from = FromItem.Of(text);
        if (from is null)
        {
            reader.Report(
                NotPlainSql, key,
                text.IndexOf('(') >= 0
                    ? $"'{Quoting.Shorten(text)}' is no table: write a subquery in parentheses, or a call of a function, with an alias behind it, "
                        + "as in '(SELECT …) AS rows'."
                    : $"'{Quoting.Shorten(text)}' is no table: write 'table' or 'schema.table', an alias behind AS, and further tables under 'joins'.");
        }
        else if (from.Alias is not null)
        {
            // A table alone may be called as no SQL allows.
            Expression(key);
        }

        return from;
    }

    /// <summary>A name that may be made of options.</summary>
    public string? Name(Key key)
    {
        string? name = reader.Text(key);
        foreach (string parameter in OptionText.Parameters(name).Where(parameter => !Allows(parameter)))
        {
            reader.Report(
                CalculationOptions, key,
                $"There is no parameter '{Quoting.Shorten(parameter)}': declare it in 'parameters' of a shared calculation, or write the name out.");
        }

        return name;
    }

    /// <summary>Reports parameters of the calculation in texts that are taken as they are.</summary>
    public void Refuse(params Key[] keys)
    {
        foreach (Key key in keys)
        {
            foreach (YamlNode node in reader.Map[key] switch { YamlList list => list.Items, { } single => [single], null => [] })
            {
                if (node is YamlScalar scalar && OptionText.Parameters(scalar.Text).FirstOrDefault(Allows) is { } parameter)
                {
                    reader.Problems.Add(
                        CalculationOptions, scalar,
                        $"The parameter '{parameter}' is not filled in here: '{key}' is the same for all metrics of a shared calculation, so write "
                        + "it out, or make a calculation of each.");
                }
            }
        }
    }

    private string? Expression(string key, YamlNode node)
    {
        if (node is not YamlScalar { Kind: not OptionKind.Null } scalar)
        {
            return reader.Mismatch(key, node, "SQL", "Write an expression, in quotes where it holds ': ' or ' #'.");
        }

        ReportCut(scalar);
        foreach (SqlFlaw flaw in SqlCheck.Flaws(scalar.Text, Allows))
        {
            (int start, int end) = scalar.PlaceOf(flaw.Token.Start, flaw.Token.Length, reader.Problems.Text);
            reader.Problems.Add(flaw.Rule, start, end, flaw.Message);
        }

        return scalar.Text;
    }

    // Behind a name or a number a remark is a remark.
    private void ReportCut(YamlScalar scalar)
    {
        string file = reader.Problems.Text;
        if (CutText.Behind(scalar, file) is not { } cut)
        {
            return;
        }

        if (cut.IsSql(file))
        {
            reader.Problems.Add(
                CutSql, cut.Start, cut.End,
                $"YAML takes '{Quoting.Shorten(file.Substring(cut.Start, cut.End - cut.Start))}' for a comment, so that the SQL ends in front of it: "
                + "put the whole SQL in quotes.");
        }
        else if (scalar.Kind == OptionKind.String && SqlName.Parts(scalar.Text) is null)
        {
            reader.Problems.Add(
                CommentBehindSql, cut.Start, cut.End,
                "This is a comment and no part of the SQL in front of it: put the SQL in quotes, where nobody can take it for one, "
                + "or the comment on a line of its own.");
        }
    }

    private bool Allows(string name)
    {
        foreach (CalculationParameter parameter in parameters ?? [])
        {
            if (parameter.Name == name)
            {
                return true;
            }
        }

        return false;
    }
}
