namespace ServicePing.Generators.Tests.Differential;

/// <summary>A join drawn at random.</summary>
/// <param name="Kind">What it is counted as.</param>
/// <param name="Joins">The items of <c>joins</c>.</param>
/// <param name="Condition">What can be asked of the joined rows; null for nothing.</param>
/// <param name="Refusal">The rule that must keep it from being built; null where it must be computed.</param>
internal sealed record RandomJoin(string Kind, IReadOnlyList<string> Joins, string? Condition = null, string? Refusal = null)
{
    private const string KeepsOthers = "SP0628";

    private static readonly RandomJoin None = new("no join", []);

    /// <summary>Draws a join to a table; most have none.</summary>
    public static RandomJoin Draw(Random random, string table)
    {
        RandomJoin[] joins = random.Next(100) switch
        {
            < 12 => [Inner(table)],
            < 24 => [Left(table)],
            < 30 => [Chain(table)],
            < 39 => Others(table, random.Next(3)),
            < 42 => Refused(table),
            _ => [None],
        };
        return joins[random.Next(joins.Length)];
    }

    private static RandomJoin Inner(string table) =>
        new("INNER", [$"JOIN projects ON projects.id = {table}.project_id"], "projects.visibility = 1");

    private static RandomJoin Left(string table) =>
        new("LEFT", [$"LEFT JOIN projects ON projects.id = {table}.project_id"], "projects.visibility IS NULL");

    private static RandomJoin Chain(string table) => new(
        "INNER, LEFT",
        [$"INNER JOIN projects ON projects.id = {table}.project_id", "left outer join tags ON tags.project_id = projects.id"],
        "tags.name <> 'tag 3'");

    private static RandomJoin[] Others(string table, int least) =>
    [
        new("CROSS", [$"CROSS JOIN (VALUES ({least}), (2)) AS twice (n)"], $"twice.n < {table}.state"),
        new("CROSS LATERAL", [$"CROSS JOIN LATERAL unnest({table}.numbers) AS one (number)"], "one.number = 1"),
        new("LATERAL",
            [$"JOIN LATERAL (SELECT tags.name FROM tags WHERE tags.project_id = {table}.project_id) AS named ON named.name IS NOT NULL"],
            "named.name > 'tag 2'"),
        new("LEFT LATERAL",
            [$"LEFT JOIN LATERAL (SELECT count(*) AS n FROM tags WHERE tags.project_id = {table}.project_id) AS counted ON true"],
            $"counted.n > {least}"),
        new("USING", ["JOIN tags USING (project_id)"], "tags.name IS NULL"),
        new("NATURAL", ["NATURAL LEFT JOIN tags"], "tags.name IS NULL"),

        // Within parentheses, or before its own ON, a join keeps rows of tables that are not walked.
        new("FULL inside",
            [$"LEFT JOIN (projects FULL JOIN tags ON tags.project_id = projects.id) ON projects.id = {table}.project_id"],
            "tags.name IS NOT NULL"),
        new("RIGHT inside",
            [$"LEFT JOIN tags RIGHT JOIN projects ON tags.project_id = projects.id ON projects.id = {table}.project_id"],
            "tags.name IS NULL"),
    ];

    private static RandomJoin[] Refused(string table) =>
    [
        new("RIGHT", [$"RIGHT JOIN projects ON projects.id = {table}.project_id"], Refusal: KeepsOthers),
        new("RIGHT", [$"JOIN projects ON projects.id = {table}.project_id", "right outer join tags USING (project_id)"], Refusal: KeepsOthers),
        new("FULL", [$"FULL OUTER JOIN projects ON projects.id = {table}.project_id"], Refusal: KeepsOthers),
        new("FULL", ["NATURAL FULL JOIN tags"], Refusal: KeepsOthers),
    ];
}
