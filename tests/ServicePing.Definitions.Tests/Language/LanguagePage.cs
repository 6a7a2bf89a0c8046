using System.Text;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Tests.Language;

/// <summary>Writes <c>docs/language.md</c>: every key by the table, and what time frames, fallbacks and types are.</summary>
internal static class LanguagePage
{
    private static readonly (DefinitionKind Kind, string Title, string Introduction)[] Kinds =
    [
        (DefinitionKind.Metric, "Metrics", "A file below `metrics/`, or a list of several in one file. What is computed says `query`, `events` or `instrumentation_class`."),
        (DefinitionKind.Event, "Events", "A file below `events/`. An event with `internal_events` becomes a method; others are records of an older kind."),
        (DefinitionKind.Query, "Shared calculations", "A file below `queries/`: a calculation that metrics name in `instrumentation_class` and fill with their `options`."),
        (DefinitionKind.KnownEvent, "Known events", "A list below `known_events/`, as older products have them; [counters.md](counters.md) says what each is counted in."),
        (DefinitionKind.Aggregate, "Aggregates", "A list below `aggregates/`: who did any of several things, or all of them."),
        (DefinitionKind.Vocabulary, "Vocabulary", "One map, `vocabulary.yml` in the definitions root: a product's own words. [vocabulary.md](vocabulary.md) introduces them."),
    ];

    public static string Write()
    {
        StringBuilder page = new();
        page.Append("""
            # The definition language

            Every key, from the table that the readers, the JSON Schemas, the export and the catalogue are made of (`src/Definitions/Language`). This page is written by
            a test; `SERVICEPING_GOLDEN=write dotnet test tests/ServicePing.Definitions.Tests --filter LanguagePageTests` writes it anew.

            Begin with [your first ten metrics](first-ten-metrics.md), or, with definitions of GitLab's, [from GitLab's handbook to here](from-gitlab.md).

            In the tables, **bold** keys must be there. *Plan* says that a key decides what is computed or counted; what is for *people* may be edited at any time and
            plans nothing anew; *words* decide how other files are read, and what is for *this file* is known while it is read and nowhere else. *Folder* says that `defaults` of the vocabulary may give the key. Keys without a version are GitLab's, those with one are ours, since then.

            | section | keys |
            |---|---|

            """);
        foreach ((DefinitionKind kind, string title, _) in Kinds)
        {
            // A key of metrics has the same heading as the events, and comes first.
            string anchor = kind == DefinitionKind.Event ? "events-1" : title.ToLowerInvariant().Replace(' ', '-');
            page.Append($"| [{title}](#{anchor}) | {Tables.Of(kind).Count} |\n");
        }

        page.Append("| [Old keys](#old-keys) | free |\n| [Time frames](#time-frames) | |\n| [Values](#values) | |\n");
        HashSet<KeyMap> written = [];
        foreach ((DefinitionKind kind, string title, string introduction) in Kinds)
        {
            page.Append($"\n## {title}\n\n{introduction}\n\n");
            Write(Tables.Of(kind), kind, written, page);
            if (kind == DefinitionKind.Metric)
            {
                WriteOperations(page);
                page.Append(Options);
            }
        }

        page.Append("""

            ## Old keys

            A map below `overrides/`, of free keys: what is replaced stands left, the old Redis key or the old part of one right ([counters.md](counters.md)).

            ```yaml
            # overrides/creators.yml
            create_issue-user: ISSUES-creators
            ```

            ## Time frames

            Every period ends at `recorded_at`, the moment that is fixed before the first read. A list of time frames makes a metric of each: `7d` adds `_weekly` to the
            key path, `28d` adds `_monthly`, `all` nothing. `none` is for what has no period.

            | source | `7d` | `28d` | `all` | `none` |
            |---|---|---|---|---|

            """);
        foreach (Word<DataSource> source in Words.DataSources)
        {
            page.Append($"| `{source.Text}` | {string.Join(" | ", Frames(source.Value))} |\n");
        }

        page.Append("""

            ## Values

            What a metric is in C#, in the payload, and where it could not be computed. Why it could not be stands beside the payload, not in it
            ([payload.md](payload.md#what-happened-to-each-metric)). A metric with `status: deprecated`, an older form, is not computed: it is -1000.

            | metric | C# | fallback |
            |---|---|---|
            | `count`, `distinct_count` | `long` | -1 |
            | `estimate_batch_distinct_count` | `double` | -1; -2 after an unexpected error |
            | `sum` | `decimal` | -1 |
            | `average` | `double` | -1, also where there is no row |
            | `max`, `min`, `percentile` | `decimal` | -1, also where there is no row |
            | `exists` | `bool` | null |
            | `histogram` | `JsonElement`, an object of rows by bucket | `{"-1": -1}` |
            | with `group_by`, whatever the operation | `JsonElement`, an object by group | -1 |
            | `add` | the widest type of what is added | -1 |
            | `ratio` | `double`: both as the nearest one, divided and not rounded | -1, also where the denominator is 0 or one of the two is negative |
            | `sites` | `JsonElement`, a list of objects, in which what is not known is null | -1, where the store cannot be read |
            | `promql` | `double`; with `group_by` `JsonElement`, an object by label | -1, also where Prometheus has no series |
            | `value` | `long` for a whole number, else `double`, `string`, `bool` or `JsonElement` | none: it is always known |
            | events, or `unique` | `long` | -1 |
            | `operator: sum(value)` | `double` | -1 |
            | `unique` with `operator: total` | `JsonElement`, an object by value | -1 |
            | `RedisMetric`, `RedisHLLMetric`, `AggregatedMetric` | `long` | -1 |
            | a shared calculation | as if the definition had its query | the same |
            | a class of yours, `value_type: number` | `double` | -1 |
            | a class of yours, `value_type: string` | `string` | null |
            | a class of yours, `value_type: boolean` | `bool` | null |
            | a class of yours, `value_type: object` | `JsonElement` | -1 |

            """);
        return page.ToString();
    }

    private const string Options = """

        ### Options by class

        | `instrumentation_class` | `options` |
        |---|---|
        | `RedisMetric`, of `redis` | `event`, `prefix` (empty for none), `include_usage_prefix` (`true` where absent) |
        | `RedisHLLMetric`, of `redis_hll` | `events`, a list of known events |
        | `AggregatedMetric`, of `redis_hll`, `internal_events` and `database` | `events`, a list; `aggregate` with `operator` (`OR`, `AND`) and `attribute` (`user.id`) |
        | a shared calculation | its `parameters` |
        | a class of yours | any: it is given them as they are |

        """;

    private static void WriteOperations(StringBuilder page)
    {
        page.Append("\n### Operations\n\n| `operation` | needs | takes besides |\n|---|---|---|\n");
        foreach (Word<Operation> operation in Words.Operations)
        {
            (string needs, string takes) = operation.Value switch
            {
                Operation.Count => ("`from`", "`column`: rows with a value in it; `group_by`"),
                Operation.DistinctCount or Operation.EstimateBatchDistinctCount => ("`from`", "`column`, one or several; `group_by`; `sketch`"),
                Operation.Sum or Operation.Average => ("`from`, one `column`", "`group_by`"),
                Operation.Max or Operation.Min => ("`from`, one `column` of numbers; a moment is one as `extract(epoch FROM created_at)`", "`group_by`"),
                Operation.Percentile => ("`from`, one `column` of numbers, `percentile`", "`group_by`"),
                Operation.Exists => ("`from`; `value_type: boolean`", ""),
                Operation.Histogram => ("`from`, one `column`, `buckets`", ""),
                Operation.Add => ("`metrics` or `parts`", "nothing"),
                Operation.Ratio => ("`numerator`, `denominator`", "nothing"),
                Operation.Sites => ("`metrics`: whole key paths, see [secondary-sites.md](secondary-sites.md); `value_type: object`", "nothing"),
                _ => throw new InvalidOperationException($"Say what {operation.Text} takes."),
            };
            page.Append($"| `{operation.Text}` | {needs} | {takes} |\n");
        }

        page.Append("""

            `from` is a table, with an alias where SQL is to call it otherwise: `issues AS i`. A subquery or a call of a function may stand in its place, with an alias:
            `(SELECT author_id, count(*) AS n FROM issues GROUP BY author_id HAVING count(*) > 5) AS busy`. So is counted what HAVING, DISTINCT or a window function makes of
            rows. The rows are read in one statement, which nothing cuts: where it exceeds [`StatementTimeout`](configuration.md), the metric fails and says so. Make a view of
            what takes long, and cut that by `batch`.

            `group_by` gives an object with a member for each group, NULL under the empty text; several expressions nest. With `values: [bug, feature]` these groups are
            the only ones, each there whether it has rows or not (0, or null where a value needs some), and the rows of all others stand together under `other`, as do
            events whose property has `values`; a row belongs to the value that the database holds equal, and `""` is NULL. With `max_groups: 20` the groups of the 20 largest values are there, and the
            rows of all others under `other`. In both cases `other` is computed over its rows: different values are counted once, an average is that of all its rows.
            With `list_of: [state, kind, issues]` the value is a list of objects instead, one a group and none nested: `[{ "state": "1", "kind": "bug", "issues": 12 }, …]`, in the
            order of their keys.

            `percentile: 95` is the smallest of the column's numbers that 95 in a hundred of them do not exceed, as PostgreSQL's `percentile_disc(0.95)`: a number that a row
            has, never one in between, and never an estimate. Different numbers are kept in memory with how many rows have them, some 80 bytes each; where they take more than
            [`MetricMemory`](configuration.md), the metric fails and says so. A column that is rounded has fewer.

            """);
        page.Append("\nAll but `add`, `ratio` and `sites` take `database`, `joins`, `where`, `timestamp_column` and `batch`, in a shared calculation `when` as well. `value` stands alone.\n");
        page.Append("""

            `promql` is asked of Prometheus at `recorded_at` ([prometheus.md](prometheus.md)) and takes `group_by` and `list_of` beside it, with names of labels. Without
            `group_by` it gives one number. In a shared calculation `:option` stands for a text in quotes, a number, or a duration in a range.

            """);
    }

    private static string[] Frames(DataSource source) => source switch
    {
        DataSource.Database => ["rows whose `timestamp_column` lies 9 to 2 days back", "rows 30 to 2 days back", "all rows", "all rows"],
        DataSource.InternalEvents => ["the last complete ISO week", "the last four complete ISO weeks", "since the event was first tracked; with `unique` an error", "as `all`"],
        DataSource.RedisHll => ["the last complete ISO week; daily known events 8 days, today included", "the last four complete ISO weeks; daily known events 29 days, today included", "an error", "an error"],
        DataSource.Redis => ["the counter, whatever the period", "the counter, whatever the period", "the counter", "the counter"],
        DataSource.System or DataSource.License => ["what the class says of the period", "what the class says of the period", "what holds at `recorded_at`", "what holds at `recorded_at`"],
        DataSource.Prometheus => ["the range in the PromQL, up to `recorded_at`", "the range in the PromQL, up to `recorded_at`", "what the PromQL says at `recorded_at`", "what the PromQL says at `recorded_at`"],
        _ => throw new InvalidOperationException($"Say what time frames mean for {source}."),
    };

    private static void Write(KeyMap keys, DefinitionKind kind, HashSet<KeyMap> written, StringBuilder page)
    {
        page.Append("| key | value | default | what it says | example | for | since |\n|---|---|---|---|---|---|---|\n");
        List<(Key Key, KeyMap Inner)> inner = [];
        foreach (Key key in keys.OrderBy(key => !key.IsIdentity).ThenBy(key => !key.IsRequired))
        {
            string name = key.IsRequired ? $"**`{key}`**" : $"`{key}`";
            string use = kind == DefinitionKind.Vocabulary ? "words" : !key.IsMeant ? "this file" : key.IsPlanned ? "plan" : "people";
            page.Append($"| {name} | {Shown(key.Type)} | {(key.Default is { } standard ? Code(standard) : "")} | {Said(key)} | {Code(key.Example)} ")
                .Append($"| {use}{(key.MayBeDefault ? ", folder" : "")} | {(key.IsOwn ? key.Since : "")} |\n");
            if (key.Type.Inner() is { } map && written.Add(map))
            {
                inner.Add((key, map));
            }
        }

        foreach ((Key key, KeyMap map) in inner)
        {
            page.Append($"\n### `{key}`\n\nThe keys of {map.Subject}:\n\n");
            Write(map, kind, written, page);
        }
    }

    private static string Said(Key key)
    {
        string sources = key.Sources.Length == 0 ? "" : $" Taken by {string.Join(", ", key.Sources.Select(source => $"`{Words.Of(Words.DataSources, source)}`"))}.";
        string needed = key.RequiredWith is { } with ? $" Needed where `{with.Key}` is `{with.Value}`." : "";
        string refused = key.RefusedWith is { } without ? $" Refused where `{without.Key}` is `{without.Value}`." : "";
        return key.Description + sources + needed + refused;
    }

    private static string Shown(KeyType type)
    {
        string shown = type.Form switch
        {
            KeyForm.Text when type == KeyType.KeyPath => "a key path",
            KeyForm.Text when type == KeyType.Name => "a name: lower-case letters, digits, underscores",
            KeyForm.Text when type == KeyType.Class => "a class, as `CountIssuesMetric` or `Module::CountIssuesMetric`",
            KeyForm.Text when type.Pattern is { } pattern => $"a text like {Code(pattern)}",
            KeyForm.Text => "a text",
            KeyForm.Link => "a link",
            KeyForm.Version => "a version in quotes, `\"1.0\"`",
            KeyForm.Date => "a day, `2026-11-30`",
            KeyForm.Boolean => "`true` or `false`",
            KeyForm.True => "`true`",
            KeyForm.Whole => "a whole number",
            KeyForm.Number => "a number",
            KeyForm.Sql => "SQL",
            KeyForm.Anything => "any value",
            KeyForm.Map => "a map",
            KeyForm.Word when type.Own is { } own => own switch
            {
                OwnWords.Owners => "an owner of the vocabulary, or any text",
                OwnWords.Categories => "a category of the vocabulary, or any text",
                OwnWords.Tiers => "a tier",
                OwnWords.PerformanceIndicators => "a performance indicator",
                _ => "an identifier",
            },
            KeyForm.Word => string.Join(", ", type.Words.Select(Code)),
            KeyForm.List => $"a list: {Shown(type.Items[0])}",
            KeyForm.MapOf => $"a map of names: {Shown(type.Items[0])}",
            KeyForm.Keys => $"a map, {type.Keys!.Subject}",
            _ => string.Join("; or ", type.Items.Select(Shown)),
        };
        return type.MayBeNull ? shown + ", or nothing" : shown;
    }

    private static string Code(string text) => $"`{text.Replace("|", "\\|", StringComparison.Ordinal)}`";
}
