using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>What a random definition comes to.</summary>
internal enum Precision
{
    /// <summary>The very value of plain SQL.</summary>
    Exact,

    /// <summary>A quotient: the same but for the last binary digits.</summary>
    Quotient,

    /// <summary>An estimate of what plain SQL counts.</summary>
    Estimate,
}

/// <summary>A definition drawn at random, and plain SQL for the same value, written without any part of the product.</summary>
/// <param name="KeyPath">The metric.</param>
/// <param name="Yaml">The definition file.</param>
/// <param name="Sql">One SELECT of one value, as JSON.</param>
/// <param name="Precision">How the value compares.</param>
internal sealed record RandomDefinition(string KeyPath, string Yaml, string Sql, Precision Precision)
{
    /// <summary>What is counted of it: its joins and tables.</summary>
    public IReadOnlyList<string> Kinds { get; private init; } = [];

    /// <summary>The rule that keeps it from being built; null for none.</summary>
    public string? BuildRefusal { get; private init; }

    /// <summary>What is said instead of its value; null where it has one.</summary>
    public string? Refusal { get; private init; }

    /// <summary>Whether there is no value where there are no rows.</summary>
    public bool NeedsRows { get; private init; }

    public static DateTimeOffset RecordedAt { get; } = new(2026, 11, 21, 2, 15, 0, 123, TimeSpan.Zero);

    private static readonly (string Name, string? IntegerKey, bool HasId)[] Tables =
    [
        ("gaps", "gaps.id", true), ("gaps", "gaps.id", true), ("gaps", "gaps.id", true), ("extremes", "extremes.id", true),
        ("archive", "archive.id", true), ("uuids", null, true), ("\"Words\"", null, true), ("folded", null, true), ("moments", null, true), ("pairs", "pairs.left_id", false),
        ("keyless", null, false), ("deep", null, false), ("branched", "branched.id", false), ("empty", "empty.id", true), ("single", "single.id", true), ("parted", null, false),
        ("\"Other\".moved", "moved.id", true), ("watched", "watched.id", true), ("kept", "kept.id", true),
        ("typed", "typed.id", true), ("typed", "typed.id", true), ("typed", "typed.id", true), ("typed", "typed.id", true), ("typed", "typed.id", true),
    ];

    private static readonly string[] Columns =
    [
        "author_id", "project_id", "state", "label", "token", "address", "weight", "score", "due", "flag", "created_at", "closed_at",
        "kind", "nick", "span", "body", "ratio", "seats", "host", "raw", "numbers", "big", "clock", "price",
    ];

    private static readonly string[] Frames = ["7d", "28d", "all"];
    private static readonly string[] Groups =
        ["state", "label", "flag", "author_id % 7", "due", "state > 2", "project_id", "kind", "host", "numbers", "big", "clock"];

    /// <summary>Groups that are listed, some of which have no rows.</summary>
    private static readonly Dictionary<string, string[]> Listable = new()
    {
        ["state"] = ["1", "3", "77"], ["label"] = ["Label 1", "label 12", "its", ""], ["flag"] = ["true", "false"], ["author_id % 7"] = ["0", "-3", "5", ""],
        ["due"] = ["2026-10-20", "2026-11-02", ""], ["state > 2"] = ["false"], ["project_id"] = ["1", "2", "7"],
    };

    private static readonly string[] Integers = ["author_id", "project_id", "state", "author_id * 2 + 1", "coalesce(author_id, project_id)"];
    private static readonly string[] Texts = ["label", "token", "address", "lower(label)"];
    private static readonly string[] Others =
    [
        "weight", "score", "due", "flag", "created_at", "closed_at",
        "kind", "nick", "span", "body", "ratio", "seats", "host", "raw", "numbers", "big", "clock", "price", "created_at - closed_at",
    ];

    private static readonly string[] Numbers = ["author_id", "weight", "score", "state", "weight * 10000000000::numeric", "abs(author_id)"];

    /// <summary>Draws a definition.</summary>
    /// <param name="number">What tells its key path from others.</param>
    /// <param name="random">Where it is drawn from.</param>
    /// <param name="daysOfWeek">How long ago plain SQL begins a week; 9 days is right.</param>
    public static RandomDefinition Draw(int number, Random random, int daysOfWeek = 9)
    {
        string keyPath = string.Create(CultureInfo.InvariantCulture, $"drawn.m{number:D5}");
        string frame = Pick(random, Frames);
        int form = random.Next(20);
        if (form == 1)
        {
            return DrawRatio(keyPath, frame, Query.Draw(random, frame, isPart: true, daysOfWeek), Query.Draw(random, frame, isPart: true, daysOfWeek));
        }

        if (form == 0)
        {
            Query[] parts = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Query.Draw(random, frame, isPart: true, daysOfWeek))];
            string yaml = string.Concat(parts.Select(part => "    -\n" + part.Yaml("      ")));
            return new RandomDefinition(
                keyPath,
                Support.Yaml.Metric(keyPath, "database", "query:\n  operation: add\n  parts:\n" + yaml, frame),
                "SELECT to_jsonb(" + string.Join(" + ", parts.Select(part => $"({part.Value})")) + ")",
                Precision.Exact).With(parts);
        }

        Query query = Query.Draw(random, frame, isPart: false, daysOfWeek);
        return new RandomDefinition(
            keyPath,
            Support.Yaml.Metric(keyPath, "database", "query:\n" + query.Yaml("  "), frame, query.ValueType),
            query.Json,
            query.Precision).With(query);
    }

    /// <summary>Two counts, each a metric of its own in the same file, and one divided by the other.</summary>
    private static RandomDefinition DrawRatio(string keyPath, string frame, Query numerator, Query denominator)
    {
        string[] metrics =
        [
            Support.Yaml.Metric(
                keyPath, "database", $"query: {{ operation: ratio, numerator: {keyPath}_of, denominator: {keyPath}_by }}", frame),
            Support.Yaml.Metric(keyPath + "_of", "database", "query:\n" + numerator.Yaml("  "), frame),
            Support.Yaml.Metric(keyPath + "_by", "database", "query:\n" + denominator.Yaml("  "), frame),
        ];
        return new RandomDefinition(
            keyPath,
            string.Concat(metrics.Select(metric => "- " + metric.TrimEnd().Replace("\n", "\n  ", StringComparison.Ordinal) + "\n")),
            $"SELECT to_jsonb(coalesce(({numerator.Value})::float8 / nullif(({denominator.Value})::float8, 0), -1))",
            Precision.Quotient) { Kinds = ["ratio"], NeedsRows = true }.With(numerator, denominator);
    }

    private RandomDefinition With(params Query[] queries) => this with
    {
        Kinds = [.. Kinds, .. queries.Select(query => query.Join.Kind).Concat(queries.SelectMany(query => query.Choice)).Concat(queries.Select(query => query.Operation)).Concat(queries.Select(query => query.Called)).Concat(queries.Select(query => query.Typed).OfType<string>()).Distinct()],
        BuildRefusal = queries.Select(query => query.Join.Refusal).FirstOrDefault(refusal => refusal is not null),
        Refusal = queries.Select(query => query.Refusal).FirstOrDefault(refusal => refusal is not null),
        NeedsRows = NeedsRows || queries.Any(query => query.NeedsRows),
    };

    private static T Pick<T>(Random random, T[] choices) => choices[random.Next(choices.Length)];

    private static string Literal(DateTimeOffset moment) =>
        $"timestamptz '{moment.ToString("yyyy-MM-dd HH:mm:ss.fff", CultureInfo.InvariantCulture)}+00'";

    private sealed class Query
    {
        private readonly Random _random;
        private readonly string _source;
        private readonly string _from;
        private readonly string _table;
        private readonly List<string> _where = [];
        private readonly List<string> _groupBy = [];
        private readonly List<string> _columns = [];
        private readonly List<string> _bounds = [];
        private readonly List<string> _batch = [];
        private string _operation = "count";
        private string? _timestamp;
        private string? _buckets;
        private string[] _values = [];
        private int? _most;
        private bool _isList;
        private int? _percentile;

        private Query(Random random, string source)
        {
            _random = random;
            _source = source;
            // Columns of types that only one table has are called by its name.
            (_from, _table, Called) = (source == "typed" ? -1 : random.Next(16)) switch
            {
                0 => ($"{source} AS walked", "walked", "alias"),
                1 => ($"{source} \"Walked rows\"", "\"Walked rows\"", "alias"),
                2 => ($"(SELECT * FROM {source} WHERE state IS DISTINCT FROM {random.Next(1, 5)}) AS walked", "walked", "subquery"),
                _ => (source, source[(source.IndexOf('.', StringComparison.Ordinal) + 1)..], "table"),
            };
            Join = RandomJoin.Draw(random, _table);
        }

        /// <summary>Whether its rows are those of a table, by its own name or another, or of a subquery.</summary>
        public string Called { get; }

        /// <summary>The column that only one table has, where different values of it are looked for.</summary>
        public string? Typed { get; private set; }

        /// <summary>The joined tables.</summary>
        public RandomJoin Join { get; }

        /// <summary>What is said instead of its value; null where it has one.</summary>
        public string? Refusal { get; private set; }

        public string ValueType => _groupBy.Count > 0 || _operation == "histogram" ? "object" : _operation == "exists" ? "boolean" : "number";

        public string Operation => _operation;

        /// <summary>How its groups are chosen.</summary>
        public string[] Choice => [.. _isList ? ["list_of"] : (string[])[], .. _values.Length > 0 ? ["values"] : _most is null ? (string[])[] : ["max_groups"]];

        public bool NeedsRows => _groupBy.Count == 0 && _operation is "average" or "max" or "min" or "percentile";

        public Precision Precision { get; private set; }

        /// <summary>The value as a scalar; only where it is one.</summary>
        public string Value =>
            _operation == "exists" ? $"SELECT EXISTS (SELECT FROM {Rows()})" : $"SELECT {Aggregate(_columns)} FROM {Rows()}";

        /// <summary>The value as JSON.</summary>
        public string Json => !_isList ? Object
            : _groupBy.Count == 1
                ? $"SELECT coalesce(jsonb_agg(jsonb_build_object('key', key, 'value', value) ORDER BY key COLLATE \"C\"), '[]') FROM jsonb_each(({Object}))"
            : $"""
                SELECT coalesce(jsonb_agg(jsonb_build_object('outer key', o.key, 'key', i.key, 'value', i.value) ORDER BY o.key COLLATE "C", i.key COLLATE "C"), '[]')
                FROM jsonb_each(({Object})) o, jsonb_each(o.value) i
                """;

        /// <summary>The value as JSON, groups as one object.</summary>
        private string Object => (_operation, _groupBy.Count) switch
        {
            ("histogram", _) => $"""
                SELECT coalesce(jsonb_object_agg(bucket, n), {NoGroups}) FROM (
                    SELECT width_bucket(rows, {_buckets!.Replace("..", ", ", StringComparison.Ordinal)}, {Buckets - 1}) AS bucket, count(*) AS n
                    FROM (SELECT count(*) AS rows FROM {Rows()} GROUP BY {_columns[0]}) counted GROUP BY 1) sorted
                """,
            (_, 0) => $"SELECT to_jsonb(({Value}))",
            (_, 1) when _values.Length > 0 => Listed,
            (_, 1) when _most is { } most => Largest(most),
            (_, 1) => $"""
                SELECT coalesce(jsonb_object_agg(k, v), {NoGroups}) FROM (
                    SELECT {Key(_groupBy[0])} AS k, {Aggregate(_columns)} AS v FROM {Rows()} GROUP BY 1) g
                """,
            _ => $"""
                SELECT coalesce(jsonb_object_agg(k, o), {NoGroups}) FROM (
                    SELECT k, jsonb_object_agg(l, v) AS o FROM (
                        SELECT {Key(_groupBy[0])} AS k, {Key(_groupBy[1])} AS l, {Aggregate(_columns)} AS v
                        FROM {Rows()} GROUP BY 1, 2) g
                    GROUP BY 1) h
                """,
        };

        /// <summary>Each listed group asked for by itself.</summary>
        private string Listed
        {
            get
            {
                string[] conditions = [.. _values.Select(value => value.Length == 0 ? $"{Key(_groupBy[0])} = ''" : $"({_groupBy[0]}) = '{value}'")];
                IEnumerable<string> groups = _values.Zip(
                    conditions, (value, condition) => $"'{value}', (SELECT {Aggregate(_columns)} FROM {Rows(condition)})");
                return $"""
                    SELECT jsonb_build_object({string.Join(", ", groups)}) || coalesce((
                        SELECT jsonb_build_object('other', {Aggregate(_columns)})
                        FROM {Rows($"({string.Join(" OR ", conditions)}) IS NOT TRUE")} HAVING count(*) > 0), {NoGroups})
                    """;
            }
        }

        /// <summary>All groups, and then all rows that are in none of the largest.</summary>
        private string Largest(int most) => $"""
            WITH shown_groups AS MATERIALIZED (
                SELECT {Key(_groupBy[0])} AS k, {Aggregate(_columns)} AS v
                FROM {Rows()} GROUP BY 1 ORDER BY coalesce({Aggregate(_columns)}, 0)::float8 DESC, ({Key(_groupBy[0])}) COLLATE "C" LIMIT {most})
            SELECT coalesce((SELECT jsonb_object_agg(k, v) FROM shown_groups), {NoGroups}) || coalesce((
                SELECT jsonb_build_object('other', {Aggregate(_columns)})
                FROM {Rows($"{Key(_groupBy[0])} NOT IN (SELECT k FROM shown_groups)")} HAVING count(*) > 0), {NoGroups})
            """;

        private const string NoGroups = "'{}'";

        private int Buckets => int.Parse(_buckets!.Split("..")[1], CultureInfo.InvariantCulture)
            - int.Parse(_buckets!.Split("..")[0], CultureInfo.InvariantCulture) + 1;

        public static Query Draw(Random random, string frame, bool isPart, int daysOfWeek)
        {
            (string source, string? integerKey, bool hasId) = Pick(random, Tables);
            Query query = new(random, source);
            bool isTable = query.Called != "subquery";
            integerKey = integerKey is null || !isTable ? null : query._table + integerKey[integerKey.IndexOf('.', StringComparison.Ordinal)..];
            query.DrawOperation(hasId && isTable, isPart);
            query.DrawConditions();
            if (frame != "all")
            {
                query._timestamp = random.Next(4) == 0 ? "closed_at" : null;
                string column = query.Qualified(query._timestamp ?? "created_at");
                int first = frame == "7d" ? daysOfWeek : 30;
                query._bounds.Add($"{column} >= {Literal(RecordedAt.AddDays(-first))} AND {column} <= {Literal(RecordedAt.AddDays(-2))}");
            }

            // One narrow metric narrows the slices of all that share its relation.
            if (random.Next(40) == 0 && isTable)
            {
                query._batch.Add("size: " + Pick(random, ["1", "40", "300", "100000"]));
            }

            if (integerKey is not null && random.Next(8) == 0)
            {
                int start = random.Next(-2500, 2000);
                query._batch.Add("column: " + JsonSerializer.Serialize(integerKey));
                query._batch.Add($"start: {start}");
                query._bounds.Add($"{integerKey} >= {start}");
                if (random.Next(2) == 0)
                {
                    query._batch.Add($"finish: {start + 1500}");
                    query._bounds.Add($"{integerKey} <= {start + 1500}");
                }
            }

            return query;
        }

        /// <summary>The query block without its head, each line after <paramref name="indent"/>.</summary>
        public string Yaml(string indent)
        {
            List<string> lines = [$"operation: {_operation}", $"from: {JsonSerializer.Serialize(_from)}"];
            AddList(lines, "joins", Join.Joins);
            AddList(lines, "where", [.. _where]);
            AddList(lines, "column", _columns);
            AddList(lines, "group_by", _groupBy);
            if (_values.Length > 0)
            {
                lines.Add($"values: [{string.Join(", ", _values.Select(Quote))}]");
            }

            if (_most is { } most)
            {
                lines.Add($"max_groups: {most}");
            }

            if (_isList)
            {
                lines.Add($"list_of: [{(_groupBy.Count == 1 ? "" : "\"outer key\", ")}key, value]");
            }

            if (_timestamp is not null)
            {
                lines.Add($"timestamp_column: {_timestamp}");
            }

            if (_batch.Count > 0)
            {
                lines.Add($"batch: {{ {string.Join(", ", _batch)} }}");
            }

            if (_percentile is { } percentile)
            {
                lines.Add($"percentile: {percentile}");
            }

            if (_buckets is not null)
            {
                lines.Add($"buckets: {_buckets}");
            }

            return string.Concat(lines.Select(line => indent + line + "\n"));
        }

        private static void AddList(List<string> lines, string key, IReadOnlyList<string> values)
        {
            if (values.Count > 0)
            {
                string[] quoted = [.. values.Select(Quote)];
                lines.Add($"{key}: {(quoted.Length == 1 ? quoted[0] : $"[{string.Join(", ", quoted)}]")}");
            }
        }

        private static string Quote(string text) =>
            $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

        private void DrawOperation(bool hasId, bool isPart)
        {
            string[] grouped = _random.Next(4) > 0 || isPart ? [] : [Group(), .. _random.Next(3) > 0 ? [] : new[] { "state % 2" }];
            _groupBy.AddRange(grouped.Select(Qualified));
            switch (_random.Next(isPart ? 7 : 16))
            {
                case < 3:
                    if (_random.Next(3) == 0)
                    {
                        _columns.Add(Qualified(Pick(_random, [.. Integers, .. Texts, .. Others])));
                    }

                    break;
                case < 7:
                    _operation = "distinct_count";
                    if (!hasId || _random.Next(5) > 0)
                    {
                        _columns.Add(Qualified(Pick(_random, [.. Integers, .. Texts, .. Others])));
                        if (_random.Next(8) == 0)
                        {
                            _columns.Add(Qualified(Pick(_random, ["state", "label", "author_id"])));
                        }
                    }

                    break;
                case 7:
                    _operation = "estimate_batch_distinct_count";
                    Precision = Precision.Estimate;
                    _columns.Add(Qualified(Pick(_random, Texts)));
                    if (_random.Next(2) == 0)
                    {
                        Precision = Precision.Exact;
                        _columns[0] = Qualified(Pick(_random, Integers));
                    }

                    break;
                case < 10:
                    _operation = "sum";
                    _columns.Add(Qualified(Pick(_random, Numbers)));
                    break;
                case 10:
                    _operation = "average";
                    Precision = Precision.Quotient;
                    _columns.Add(Qualified(Pick(_random, Numbers)));
                    break;
                case 11 or 12:
                    _operation = _random.Next(2) == 0 ? "max" : "min";
                    _columns.Add(Qualified(Pick(_random, Numbers)));
                    break;
                case 13:
                    _operation = "percentile";
                    _percentile = Pick(_random, [1, 7, 25, 50, 90, 95, 99]);
                    _columns.Add(Qualified(Pick(_random, Numbers)));
                    break;
                case 14:
                    _operation = "exists";
                    _groupBy.Clear();
                    break;
                default:
                    _operation = "histogram";
                    _groupBy.Clear();
                    _columns.Add(Qualified(Pick(_random, ["author_id", "label", "project_id", "weight", "nick", "span", "ratio", "big"])));
                    _buckets = Pick(_random, ["1..10", "2..40", "1..100", "5..7"]);
                    break;
            }

            DrawGroups(grouped);
            _isList = _groupBy.Count > 0 && Precision != Precision.Estimate && _random.Next(4) == 0;
            if (_from == "typed" && _operation is "count" or "distinct_count" or "histogram")
            {
                DrawTyped();
            }
        }

        /// <summary>Lists groups, or limits their number, where one expression of few values makes them.</summary>
        private void DrawGroups(string[] grouped)
        {
            if (_groupBy.Count != 1 || _source == "typed" || !Listable.TryGetValue(grouped[0], out string[]? values))
            {
                return;
            }

            switch (_random.Next(4))
            {
                case 0:
                    _values = [.. values.Where(_ => _random.Next(3) > 0)];
                    break;

                // Of texts that are equal and differ nobody knows which is shown, and of estimates not which is larger.
                case 1 when _source != "folded" && _operation != "estimate_batch_distinct_count":
                    _most = _random.Next(1, 4);
                    break;
            }
        }

        /// <summary>Takes a column of a type that only one table has in the place of another.</summary>
        private void DrawTyped()
        {
            // What is refused has to be met by whoever reads.
            TypedColumn typed = Pick(_random, [.. TypedColumn.All, .. TypedColumn.All.Where(column => column.Refusal is not null)]);
            bool isGrouped = _operation == "count" && _groupBy.Count > 0 && (typed.IsNamed || typed.Refusal is not null);
            if (isGrouped)
            {
                _groupBy[0] = typed.Sql;
            }
            else
            {
                _columns.Clear();
                _columns.Add(typed.Sql);
            }

            // Values that are counted are not compared.
            if (isGrouped || _operation != "count")
            {
                (Typed, Refusal) = (typed.Sql, typed.Refusal);
            }
        }

        private string Group() => Pick(_random, Groups);

        private void DrawConditions()
        {
            // All values of an index are counted in ranges of them.
            int conditions = _operation == "distinct_count" && _random.Next(4) == 0 ? 0 : _random.Next(4);
            for (int i = 0; i < conditions; i++)
            {
                _where.Add(Condition());
            }
        }

        private string Condition()
        {
            string t = _table;
            return _random.Next(19) switch
            {
                0 => $"{t}.state = {_random.Next(1, 5)}",
                1 => $"{t}.label IS NULL",
                2 => $"{t}.label IS NOT NULL",
                3 => $"{t}.weight > {_random.Next(-200, 600)}.5",
                4 => $"{t}.author_id IN ({_random.Next(40)}, {_random.Next(100)}, NULL)",
                5 => $"{t}.flag",
                6 => $"NOT {t}.flag OR {t}.state = 2",
                7 => $"{t}.project_id IN (SELECT projects.id FROM projects WHERE projects.visibility = {_random.Next(3)})",
                8 => $"EXISTS (SELECT 1 FROM tags WHERE tags.project_id = {t}.project_id AND tags.name = 'tag {_random.Next(17)}')",
                9 => $"{t}.created_at > :recorded_at - interval '{_random.Next(1, 45)} days'",
                10 => $"{t}.label LIKE 'Label 1%'",
                11 => $"{t}.label <> 'it''s'",
                12 => $"{t}.due BETWEEN '2026-10-10' AND '2026-11-0{_random.Next(1, 9)}'",
                13 => $"{t}.author_id < 0",
                14 => $"{t}.score IS DISTINCT FROM 1.5 AND {t}.state > 1",
                15 => $"{t}.numbers @> '{{1}}'",
                16 => $"{t}.created_at > '2026-10-{_random.Next(10, 30)} 00:00 EST'",
                _ => Join.Condition ?? $"{t}.state <> 3",
            };
        }

        /// <summary>Every column is qualified, so that the same text means the same with joins and without.</summary>
        private string Qualified(string expression)
        {
            foreach (string column in Columns)
            {
                expression = Regex.Replace(expression, $@"\b{column}\b", $"{_table}.{column}");
            }

            return expression;
        }

        private static string Key(string expression) => $"coalesce(({expression})::text, '')";

        private string Rows(params IEnumerable<string> more)
        {
            string[] conditions = [.. _where.Select(condition =>
                $"({condition.Replace(":recorded_at", Literal(RecordedAt), StringComparison.Ordinal)})"), .. _bounds, .. more];
            return $"{_from} {string.Join(' ', Join.Joins)}" + (conditions.Length > 0 ? " WHERE " + string.Join(" AND ", conditions) : "");
        }

        private string Percentile(string column) =>
            string.Create(CultureInfo.InvariantCulture, $"percentile_disc({_percentile / 100m}) WITHIN GROUP (ORDER BY {column})");

        private string Aggregate(List<string> columns)
        {
            string counted = columns.Count switch
            {
                0 => _operation == "count" ? "*" : $"{_table}.id",
                1 => columns[0],
                _ => $"({string.Join(", ", columns)})",
            };
            return _operation switch
            {
                "count" => $"count({counted})",
                "sum" => $"coalesce(sum({counted}), 0)",
                "percentile" => _groupBy.Count == 0 ? $"coalesce({Percentile(counted)}, -1)" : Percentile(counted),
                "max" or "min" => _groupBy.Count == 0 ? $"coalesce({_operation}({counted}), -1)" : $"{_operation}({counted})",
                "average" => _groupBy.Count == 0 ? $"coalesce(avg({counted})::float8, -1)" : $"avg({counted})::float8",
                _ => $"count(DISTINCT {counted})",
            };
        }
    }
}
