using ServicePing.Definitions.Model;
using ServicePing.Definitions.Schema.Names;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>Says what is wrong with a query, as far as its text and a schema tell.</summary>
public static class QueryJudge
{
    /// <summary>All findings about a query and its parts, in the order of its keys.</summary>
    /// <param name="schema">The schema; null where nobody has one, which leaves what the text alone tells.</param>
    /// <param name="query">The query; constants and PromQL have no findings.</param>
    /// <param name="timeFrames">The periods for which the query is computed.</param>
    public static IReadOnlyList<QueryFinding> Judge(SchemaLookup? schema, QueryDefinition query, IReadOnlyList<TimeFrame> timeFrames)
    {
        var findings = new List<QueryFinding>();
        foreach ((string text, QueryKey key, int index) in Texts(query))
        {
            findings.AddRange(ReadOnlyCheck.Check(text, key, index, schema));
        }

        findings.AddRange(SliceCheck.Check(query, schema));
        if (schema is not null && query.From is not null)
        {
            findings.AddRange(JudgeNames(schema, query, timeFrames).Where(found => !IsRepetition(found, findings)).ToList());
        }

        for (int i = 0; i < query.Parts.Count; i++)
        {
            int part = i;
            findings.AddRange(Judge(schema, query.Parts[i], timeFrames)
                .Select(finding => finding with { Parts = [part, .. finding.Parts] }));
        }

        return findings;
    }

    /// <summary>Every SQL text of a query itself, without those of its parts, with the key and the position in the key's list.</summary>
    public static IEnumerable<(string Text, QueryKey Key, int Index)> Texts(QueryDefinition query) =>
    [
        .. query.From is null ? [] : new[] { (query.From, QueryKey.From, 0) },
        .. query.Joins.Select((text, i) => (text, QueryKey.Joins, i)),
        .. query.Where.Select((text, i) => (text, QueryKey.Where, i)),
        .. query.When.Select((filter, i) => (filter.Where, QueryKey.When, i)),
        .. query.Columns.Select((text, i) => (text, QueryKey.Column, i)),
        .. query.GroupBy.Select((text, i) => (text, QueryKey.GroupBy, i)),
        .. query.From is null ? [] : new[] { (query.TimestampColumn, QueryKey.TimestampColumn, 0) },
        .. query.Batch?.Column is { } column ? new[] { (column, QueryKey.BatchColumn, 0) } : [],
    ];

    private static List<QueryFinding> JudgeNames(SchemaLookup schema, QueryDefinition query, IReadOnlyList<TimeFrame> timeFrames)
    {
        var reading = new QueryReading(schema, query);
        List<QueryFinding> findings = reading.Findings;
        if (query.Database != "main" && findings.Exists(finding => finding is { Kind: FindingKind.UnknownTable, Key: QueryKey.From }))
        {
            // The snapshot may well be that of the main database alone.
            return [findings.First(finding => finding.Key == QueryKey.From) with { Kind = FindingKind.NotChecked, Advice = null }];
        }

        JudgeWindow(schema, query, timeFrames, reading);
        TypeJudgement.Judge(schema, query, reading);
        WalkJudgement.JudgeKey(schema, query, reading);
        DistinctJudgement.Judge(schema, query, timeFrames, reading);
        GroupJudgement.Judge(schema, query, reading);
        JoinJudgement.Judge(schema, query, reading);

        // What a table that nobody knows would have had is no news.
        bool hasUnknownTable = findings.Exists(finding =>
            finding is { Kind: FindingKind.UnknownTable or FindingKind.Unread, Key: QueryKey.From or QueryKey.Joins });
        return hasUnknownTable ? findings.FindAll(finding => finding.Kind != FindingKind.NotChecked) : findings;
    }

    private static void JudgeWindow(
        SchemaLookup schema, QueryDefinition query, IReadOnlyList<TimeFrame> timeFrames, QueryReading reading)
    {
        bool hasWindow = timeFrames.Any(frame => frame is TimeFrame.SevenDays or TimeFrame.TwentyEightDays);
        if (!hasWindow && query.TimestampColumn == new QueryDefinition().TimestampColumn)
        {
            return;
        }

        Operand timestamp = reading.Read(query.TimestampColumn, QueryKey.TimestampColumn, 0);
        if (schema.FamilyOf(timestamp.Type) is not (TypeFamily.Timestamp or TypeFamily.Date or TypeFamily.Unknown))
        {
            reading.Findings.Add(new(FindingKind.NotATimestamp, QueryKey.TimestampColumn, 0, 0, query.TimestampColumn.Length)
            {
                Subject = query.TimestampColumn,
                Detail = timestamp.Type!.ToString(),
            });
        }
        else if (hasWindow)
        {
            IndexJudgement.JudgeWindow(schema, query, reading, timestamp);
        }
    }

    // Where a text is no part of a reading statement, that it cannot be followed is no news either.
    private static bool IsRepetition(QueryFinding finding, List<QueryFinding> others) => finding.Kind == FindingKind.NotChecked
        && others.Exists(other => other.Kind is FindingKind.NotARead or FindingKind.NotOneRow
            && other.Key == finding.Key && other.Index == finding.Index);
}
