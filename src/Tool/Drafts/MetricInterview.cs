using System.Globalization;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Drafts;

/// <summary>Asks for a metric.</summary>
internal sealed class MetricInterview(Answers answers, Proposals proposals)
{
    private readonly EventQuestions _events = new(answers, proposals);
    private readonly CommonQuestions _common = new(answers, proposals, CommonKeys.OfMetrics);

    /// <summary>The options that answer, with what each says.</summary>
    internal static IReadOnlyList<(string Name, string Says)> Options { get; } =
    [
        ("source", MetricKeys.DataSource.Description),
        ("operation", QueryKeys.Operation.Description),
        ("from", QueryKeys.From.Description),
        ("column", QueryKeys.Column.Description),
        ("where", QueryKeys.Where.Description),
        ("group-by", QueryKeys.GroupBy.Description),
        ("values", QueryKeys.Values.Description),
        ("max-groups", QueryKeys.MaxGroups.Description),
        ("metrics", QueryKeys.Metrics.Description),
        ("numerator", QueryKeys.Numerator.Description),
        ("denominator", QueryKeys.Denominator.Description),
        ("percentile", QueryKeys.Percentile.Description),
        ("buckets", QueryKeys.Buckets.Description),
        ("timestamp-column", QueryKeys.TimestampColumn.Description),
        ("promql", QueryKeys.PromQl.Description),
        ("event", "The event that is counted; several behind commas."),
        ("unique", SelectionKeys.Unique.Description),
        ("filter", "A property of the events that must have a value, as label=bug; may be given several times."),
        ("prefix", "What stands before the name of a counter of 'redis'."),
        ("class", MetricKeys.InstrumentationClass.Description),
        ("key-path", MetricKeys.KeyPath.Description),
        ("description", MetricKeys.Description.Description),
        ("time-frame", MetricKeys.TimeFrame.Description),
        ("value-type", MetricKeys.ValueType.Description),
        ("unit", MetricKeys.Unit.Description),
        ("category", MetricKeys.DataCategory.Description),
        .. CommonKeys.OfMetrics.Options,
    ];

    internal Draft Ask()
    {
        string source = _common.One("source", MetricKeys.DataSource, proposals.Source);
        Counted counted = source switch
        {
            "database" => Database(),
            "internal_events" => _events.Defined(),
            "redis_hll" => _events.Known(),
            "redis" => _events.NamedCounter(),
            "prometheus" => Prometheus(),
            _ => new Counted(new Fields(), null, "none", "number"),
        };
        string keyPath = answers.Of(new Question("key-path", MetricKeys.KeyPath.Description)
        {
            Proposal = counted.KeyPath is { } proposed && !proposals.IsTaken(proposed) ? proposed : null,
            Objection = text => !Patterns.IsKeyPath(text) ? $"'{text}' is no key path: write it like counts.issues_open."
                : proposals.IsTaken(text) ? $"'{text}' is defined already." : null,
        });
        if (source is "system" or "license")
        {
            counted.Calculation.Add(MetricKeys.InstrumentationClass, Class(keyPath));
        }

        string description = answers.Of(new Question("description", MetricKeys.Description.Description));
        string[] frames = [.. answers.ListOf(new Question("time-frame", MetricKeys.TimeFrame.Description)
        {
            Proposal = counted.TimeFrames, Objection = CommonQuestions.Each(Words.TimeFrames.Select(word => word.Text)),
        })];
        if (counted.Table is { } table && frames.Any(frame => frame is "7d" or "28d"))
        {
            AddTimestamp(counted.Calculation, table);
        }

        string valueType = _common.One("value-type", MetricKeys.ValueType, counted.ValueType);
        string category = _common.One("category", MetricKeys.DataCategory, "optional");
        string file = _common.File(keyPath[(keyPath.LastIndexOf('.') + 1)..]);
        Fields fields = new Fields().Add(MetricKeys.KeyPath, keyPath).Add(MetricKeys.Description, description);
        _common.Add(fields, MetricKeys.ProductGroup, file, _common.Owner);
        _common.Add(fields, MetricKeys.ValueType, file, valueType);
        fields.Add(MetricKeys.Unit, Unit());
        _common.Add(fields, MetricKeys.Status, file, "active");
        _common.Add(fields, MetricKeys.Milestone, file, _common.Milestone);
        _common.Add(fields, MetricKeys.IntroducedByUrl, file, _common.Link);
        _common.Add(fields, MetricKeys.TimeFrame, file, frames);
        _common.Add(fields, MetricKeys.DataSource, file, source);
        _common.Add(fields, MetricKeys.DataCategory, file, category);
        _common.Add(fields, MetricKeys.Tiers, file, _common.Tiers);
        return new Draft(DefinitionKind.Metric, keyPath, file, [.. fields.Entries, .. Calculation(counted)]);
    }

    private Counted Database()
    {
        string operation = answers.Of(new Question("operation", QueryKeys.Operation.Description)
        {
            Proposal = "count", Choices = QueryKeys.Operation.Type.Words,
        });
        if (operation is "add" or "ratio")
        {
            return OfMetrics(operation);
        }

        if (operation == "sites")
        {
            return OfSites();
        }

        string table = answers.Of(new Question("from", QueryKeys.From.Description) { Choices = proposals.Tables });
        string column = operation is "count" or "exists" ? answers.Given("column") ?? "" : answers.Of(new Question("column", $"What the {operation} is of: a column, or an expression."));
        string where = answers.Of(new Question("where", "A condition that rows must meet, as SQL; empty for all rows.") { Proposal = "", IsOptional = true });
        string? groups = answers.Given("group-by");
        Fields query = new Fields().Add(QueryKeys.Operation, operation).Add(QueryKeys.From, table);
        if (where.Length > 0)
        {
            query.Add(QueryKeys.Where, where);
        }

        if (column.Length > 0)
        {
            query.Add(QueryKeys.Column, column);
        }

        query.Add(QueryKeys.GroupBy, groups);
        if (groups is not null)
        {
            AddGroups(query);
        }

        if (operation == "percentile")
        {
            string which = answers.Of(new Question("percentile", QueryKeys.Percentile.Description)
            {
                Proposal = "95", Objection = text => IsPercentile(text) ? null : $"'{text}' is no whole number from 1 to 99.",
            });
            query.Add(QueryKeys.Percentile, long.Parse(which, CultureInfo.InvariantCulture));
        }

        if (operation == "histogram")
        {
            query.Add(QueryKeys.Buckets, answers.Of(new Question("buckets", QueryKeys.Buckets.Description)
            {
                Proposal = "1..100", Objection = CommonQuestions.Like(QueryKeys.Buckets),
            }));
        }

        string name = table[(table.LastIndexOf('.') + 1)..].Replace("\"", "", StringComparison.Ordinal).ToLowerInvariant();
        return new Counted(
            query,
            operation == "count" ? $"counts.{name}" : Patterns.IsName(column) ? $"counts.{name}_{operation}_{column}" : null,
            operation == "histogram" || (Timestamps(table) is { } columns && columns.Count == 0) ? "all" : "7d, 28d, all",
            operation == "histogram" || groups is not null ? "object" : operation == "exists" ? "boolean" : "number")
        {
            Table = table,
        };
    }

    /// <summary>A sum or a ratio of metrics that there are.</summary>
    private Counted OfMetrics(string operation)
    {
        Fields query = new Fields().Add(QueryKeys.Operation, operation);
        List<string> parts = [];
        if (operation == "add")
        {
            parts.AddRange(answers.ListOf(new Question("metrics", QueryKeys.Metrics.Description) { Objection = Metrics }));
            query.Add(QueryKeys.Metrics, Fields.List(parts.Select(Fields.Text)));
        }
        else
        {
            foreach (Key key in new[] { QueryKeys.Numerator, QueryKeys.Denominator })
            {
                parts.Add(answers.Of(new Question(key.Name, key.Description) { Objection = Metrics }));
                query.Add(key, parts[^1]);
            }
        }

        // Both are of one period: a part that lacks it would be refused.
        string frames = string.Join(", ", Words.TimeFrames.Select(word => word.Text).Where(frame => parts.TrueForAll(part => proposals.FramesOf(part).Contains(frame))));
        return new Counted(query, null, frames.Length > 0 ? frames : "all", "number") { IsOfMetrics = true };
    }

    /// <summary>What each secondary site reports of itself.</summary>
    private Counted OfSites() => new(
        new Fields().Add(QueryKeys.Operation, "sites").Add(QueryKeys.Metrics, Fields.List(answers.ListOf(
            new Question("metrics", "The metrics that each site reports, by whole key path; several behind commas.")
            {
                Objection = text => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Where(name => !proposals.IsTaken(name)).Select(name => $"'{name}' is no key path of a metric.").FirstOrDefault(),
            }).Select(Fields.Text))),
        null, "all", "object") { IsOfMetrics = true };

    private string? Metrics(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Where(name => proposals.FramesOf(name).Count == 0)
        .Select(name => $"'{name}' is no key path of a metric, as its definition has it.{Suggestion.For(name, proposals.KeyPaths)}")
        .FirstOrDefault();

    /// <summary>Which groups there are, where somebody says it.</summary>
    private void AddGroups(Fields query)
    {
        if (answers.Given("values") is { } values)
        {
            query.Add(QueryKeys.Values, Fields.List(values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Fields.Text)));
        }

        if (answers.Given("max-groups") is not null)
        {
            query.Add(QueryKeys.MaxGroups, long.Parse(answers.Of(new Question("max-groups", QueryKeys.MaxGroups.Description)
            {
                Objection = text => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long most) && most > 0 ? null : $"'{text}' is no number of groups.",
            }), CultureInfo.InvariantCulture));
        }
    }

    private static bool IsPercentile(string text) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long percentile) && percentile is >= 1 and <= 99;

    /// <summary>Adds the column of the period, where it is not the one that is taken anyway.</summary>
    private void AddTimestamp(Fields query, string table)
    {
        IReadOnlyList<string>? columns = Timestamps(table);
        string proposed = columns is null || columns.Contains(QueryKeys.TimestampColumn.Default!) ? QueryKeys.TimestampColumn.Default! : columns is [var first, ..] ? first : "";
        string column = answers.Of(new Question("timestamp-column", "The column that says when; 7d and 28d look at it.") { Proposal = proposed.Length > 0 ? proposed : null });
        if (column != QueryKeys.TimestampColumn.Default)
        {
            query.Add(QueryKeys.TimestampColumn, column);
        }
    }

    /// <summary>The columns of a table that are moments or days; null where nobody knows its columns.</summary>
    private List<string>? Timestamps(string table) => proposals.ColumnsOf(table) is { Count: > 0 } columns
        ? [.. columns.Where(column => column.Type?.ToString() is { } type && (type.StartsWith("timestamp", StringComparison.Ordinal) || type == "date")).Select(column => column.Name)]
        : null;

    private Counted Prometheus() => new(
        new Fields().Add(QueryKeys.PromQl, answers.Of(new Question("promql", QueryKeys.PromQl.Description))), null, "none", "number");

    private string Class(string keyPath) => answers.Of(new Question("class", "The C# class that computes the value, marked [InstrumentationClass].")
    {
        Proposal = keyPath.Length == 0 ? null : MemberName.Of(keyPath[(keyPath.LastIndexOf('.') + 1)..]) + "Metric",
        Objection = CommonQuestions.Like(MetricKeys.InstrumentationClass),
    });

    private string? Unit() => answers.Given("unit") is { } unit
        ? answers.Of(new Question("unit", MetricKeys.Unit.Description) { Objection = CommonQuestions.Like(MetricKeys.Unit), Proposal = unit })
        : null;

    private static EquatableArray<Option> Calculation(Counted counted) => counted.IsQuery
        ? new Fields().Add(MetricKeys.Query, Fields.Map(counted.Calculation.Entries)).Entries
        : counted.Calculation.Entries;
}
