namespace ServicePing.Definitions.Schema.Judging;

/// <summary>What a finding says to whoever wrote the query.</summary>
internal static class FindingMessage
{
    public static string Of(QueryFinding finding)
    {
        string subject = finding.Subject;
        string? detail = finding.Detail;
        return finding.Kind switch
        {
            FindingKind.UnknownTable when finding.Key == QueryKey.From =>
                $"The schema has no table '{subject}'{DidYouMean(finding)}",
            FindingKind.UnknownTable => $"Neither the schema nor this query has a table or alias '{subject}'{DidYouMean(finding)}",
            FindingKind.UnknownColumn when detail is null => $"No table of this query has a column '{subject}'{DidYouMean(finding)}",
            FindingKind.UnknownColumn => $"'{detail}' has no column '{subject}'{DidYouMean(finding)}",
            FindingKind.AmbiguousColumn => $"'{subject}' is a column of both {detail}; say which one, such as {finding.Advice}",
            FindingKind.NotChecked when detail is not null =>
                $"'{subject}' was not checked: not all columns of '{detail}' are known",
            FindingKind.Unread =>
                $"Nothing that was read of the schema is called '{subject}', but it may come from {detail}, which could not be followed: "
                + $"it was not checked{(finding.Advice is null ? "" : $"; did you mean {finding.Advice}?")}",
            FindingKind.NotChecked => $"The names from '{subject}' on were not checked: this SQL could not be followed",
            FindingKind.NotAmongValues => $"'{subject}' is none of the values that '{detail}' may have: {finding.Advice}",
            FindingKind.UnsuitableType => $"'{subject}' is {Article(detail)} {detail}, but {finding.Advice}",
            FindingKind.NotATimestamp =>
                $"'{subject}' is {Article(detail)} {detail}, but a period needs a timestamp or a date; name one in timestamp_column",
            FindingKind.NoIndexForWindow => $"No index of '{detail}' serves a period of '{subject}'; add one: {finding.Advice}",
            FindingKind.NoKeyRanges =>
                $"'{subject}' is {detail}, so that one statement reads all of it; name a column of whole numbers in batch"
                + (finding.Advice is null ? "" : $", such as {finding.Advice}"),
            FindingKind.NoIndexForDistinct when finding.Advice is null =>
                $"Counting the different values of '{subject}' keeps each in memory{detail}; use estimate_batch_distinct_count",
            FindingKind.NoIndexForDistinct =>
                $"No index of '{detail}' holds the values of '{subject}', so that counting them keeps each in memory; use "
                + $"estimate_batch_distinct_count, or add one: {finding.Advice}",
            FindingKind.MultiplyingJoin =>
                $"The join with '{subject}' may give several rows for one, because its condition names no unique key of '{subject}' "
                + $"({detail}); select with WHERE EXISTS (…) or IN (SELECT …) instead",
            FindingKind.UnboundedGroup =>
                $"Groups by '{subject}', {Article(detail)} {detail}, may be any number; restrict them in where, such as {finding.Advice}",
            FindingKind.NotARead => $"'{subject}' does not belong into a query that only reads: {detail}",
            FindingKind.OuterJoin => $"'{subject}' {detail}; {finding.Advice}",
            FindingKind.NotOneRow => $"'{subject}' {detail}; {finding.Advice}",
            FindingKind.Unsteady =>
                $"'{subject}' {detail}, so that slices of the walked table may answer differently; {finding.Advice}",
            FindingKind.VolatileFunction => $"'{subject}' {detail}, so that the value cannot be trusted; take it out",
            _ => $"'{subject}' reads the server's clock, which differs from statement to statement; write {finding.Advice}",
        };
    }

    private static string DidYouMean(QueryFinding finding) =>
        finding.Advice is null ? "; add it or take a new snapshot of the schema" : $"; did you mean {finding.Advice}?";

    private static string Article(string? noun) => noun?.Length > 0 && "aeiou".IndexOf(noun[0]) >= 0 ? "an" : "a";
}
