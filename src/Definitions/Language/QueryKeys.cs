using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of a <c>query</c> block.</summary>
internal static class QueryKeys
{
    private static readonly KeyType Conditions = KeyType.Either(KeyType.Sql, KeyType.Boolean, KeyType.ListOf(KeyType.Either(KeyType.Sql, KeyType.Boolean)));

    public static readonly KeyMap Map = new("a query");

    public static readonly WordKey<Operation> Operation = Map.Add(new WordKey<Operation>("operation", Words.Operations, "What is computed over the rows.")
        { Example = "count", IsPlanned = true });
    public static readonly Key Database = Map.Add(new Key("database", KeyType.Text, "The named connection.")
        { Example = "analytics", Default = "main", IsPlanned = true });
    public static readonly Key From = Map.Add(new Key("from", KeyType.Text, "The table that is walked: table or schema.table, with an alias behind AS if wanted; or a subquery or a call of a function with its alias, which is read at once.")
        { Example = "issues AS i", IsPlanned = true });
    public static readonly Key Joins = Map.Add(new Key("joins", KeyType.SqlOrList, "Further tables, each a whole join clause.")
        { Example = "JOIN projects ON projects.id = issues.project_id", IsPlanned = true });
    public static readonly Key Where = Map.Add(new Key("where", Conditions, "Conditions, all of which must hold; :recorded_at is the only clock.")
        { Example = "issues.state_id = 1", IsPlanned = true });
    public static readonly Key When = Map.Add(new Key("when", KeyType.MapOf(KeyType.Sql), "Conditions that are added where the definition has the option.")
        { Example = "{ source_type: \"source_type = :source_type\" }", IsPlanned = true });
    public static readonly Key Column = Map.Add(
        new Key("column", KeyType.SqlOrList, "What is counted: a name, an expression, or a list; the primary key when absent.")
        { Example = "author_id", IsPlanned = true });
    public static readonly Key GroupBy = Map.Add(new Key("group_by", KeyType.SqlOrList, "By what the value is split.")
        { Example = "state_id", IsPlanned = true });
    public static readonly Key Values = Map.Add(
        new Key("values", KeyType.ListOf(KeyType.Anything, isUnique: true), "The only groups, each there with or without rows; all other rows are taken together as other.")
        { Example = "[opened, closed]", IsPlanned = true });
    public static readonly Key MaxGroups = Map.Add(
        new Key("max_groups", KeyType.Whole, "How many groups there are at the most: those of the largest values, and all others together as other.")
        { Example = "20", IsPlanned = true });
    public static readonly Key ListOf = Map.Add(
        new Key("list_of", KeyType.ListOf(KeyType.Text, isUnique: true), "Makes the value a list of objects, one a group: what names their members, those of the groups first and last that of the value.")
        { Example = "[state, kind, issues]", IsPlanned = true });
    public static readonly Key TimestampColumn = Map.Add(new Key("timestamp_column", KeyType.Sql, "The column that 7d and 28d look at.")
        { Example = "closed_at", Default = "created_at", IsPlanned = true });
    public static readonly Key Batch = Map.Add(new Key("batch", KeyType.Of(BatchKeys.Map), "How rows are cut into parts, and which of them are read.")
        { Example = "{ size: 10000 }", IsPlanned = true });
    public static readonly Key Buckets = Map.Add(
        new Key("buckets", KeyType.Matching("^-?[0-9]+\\.\\.-?[0-9]+$"), "The first and the last bucket of a histogram, such as 1..100.")
        { Example = "1..100", IsPlanned = true });
    public static readonly Key Percentile = Map.Add(
        new Key("percentile", KeyType.Whole, "Which percentile, from 1 to 99: so many in a hundred values are no larger.")
        { Example = "95", IsPlanned = true });
    public static readonly Key Sketch = Map.Add(new Key("sketch", KeyType.Text, "The name under which the distinct sketch is kept for aggregates.")
        { Example = "scanning_users", IsPlanned = true });
    public static readonly Key Metrics = Map.Add(new Key("metrics", KeyType.ListOf(KeyType.Text), "The metrics that add sums, by key path without suffix; those that each site of sites reports, by whole key path.")
        { Example = "[counts.issues_open, counts.issues_closed]", IsPlanned = true });
    public static readonly Key Numerator = Map.Add(
        new Key("numerator", KeyType.Text, "The metric that ratio divides, by key path without suffix.")
        { Example = "counts.issues_closed", IsPlanned = true });
    public static readonly Key Denominator = Map.Add(
        new Key("denominator", KeyType.Text, "The metric by which ratio divides; where it is 0, there is no value.")
        { Example = "counts.issues", IsPlanned = true });
    public static readonly Key Parts = Map.Add(new Key("parts", KeyType.ListOf(KeyType.Map), "The query blocks that add sums.")
        { Example = "[{ operation: count, from: issues }, { operation: count, from: epics }]", IsPlanned = true });
    public static readonly Key Value = Map.Add(new Key("value", KeyType.Anything, "A constant.")
        { Example = "1", IsPlanned = true });
    public static readonly Key PromQl = Map.Add(new Key("promql", KeyType.Text, "A Prometheus query.")
        { Example = "sum(up)", IsPlanned = true });
}

/// <summary>The keys of <c>batch</c>.</summary>
internal static class BatchKeys
{
    public static readonly KeyMap Map = new("the batches of a query");

    public static readonly Key Column = Map.Add(
        new Key("column", KeyType.Sql, "The key whose ranges cut a view or a foreign table, and which start and finish bound.")
        { Example = "id", IsPlanned = true });
    public static readonly Key Size = Map.Add(new Key("size", KeyType.Whole, "A ceiling in rows.")
        { Example = "10000", IsPlanned = true });
    public static readonly Key Start = Map.Add(new Key("start", KeyType.Whole, "The first key, inclusive; it also filters.")
        { Example = "1", IsPlanned = true });
    public static readonly Key Finish = Map.Add(new Key("finish", KeyType.Whole, "The last key, inclusive; it also filters.")
        { Example = "1000", IsPlanned = true });
}
