using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Judging;

/// <summary>
/// Finds what a query may not have, whatever the schema: changes of data, several statements, clocks, functions that give another
/// value each time. It looks at tokens alone, so it also sees into SQL that nobody can follow.
/// </summary>
public static class ReadOnlyCheck
{
    private static readonly HashSet<string> s_clocks = new(StringComparer.Ordinal)
    {
        "now", "statement_timestamp", "transaction_timestamp", "clock_timestamp", "timeofday",
    };

    private static readonly HashSet<string> s_clockWords = new(StringComparer.Ordinal)
    {
        "current_timestamp", "current_date", "current_time", "localtime", "localtimestamp",
    };

    private static readonly HashSet<string> s_clockConstants = new(StringComparer.OrdinalIgnoreCase)
    {
        "now", "today", "tomorrow", "yesterday",
    };

    private static readonly HashSet<string> s_differing = new(StringComparer.Ordinal)
    {
        "random", "random_normal", "normal_rand", "gen_salt", "uuidv4", "uuidv7", "uuid_generate_v1", "uuid_generate_v1mc",
        "uuid_generate_v4", "pg_backend_pid", "inet_client_port", "current_query", "pg_sequence_last_value", "pg_lock_status",
        "pg_prepared_xact", "pg_blocking_pids", "pg_safe_snapshot_blocking_pids", "pg_notification_queue_usage",
    };

    private static readonly string[] s_differingPrefixes =
        ["gen_random_", "txid_", "pg_current_xact", "pg_current_snapshot", "pg_current_wal_", "pg_last_", "pg_stat_get_xact_"];

    private static readonly HashSet<string> s_effective = new(StringComparer.Ordinal)
    {
        "nextval", "setval", "currval", "lastval", "setseed", "set_config", "pg_notify", "pg_sleep", "pg_sleep_for",
        "pg_sleep_until", "pg_terminate_backend", "pg_cancel_backend", "pg_reload_conf", "pg_rotate_logfile", "pg_switch_wal",
        "pg_stat_file", "pg_export_snapshot", "pg_promote", "pg_nextoid", "lo_import", "lo_export", "lo_create", "lo_creat",
        "lo_from_bytea", "lo_put", "lo_truncate", "lo_truncate64", "lo_unlink", "lo_open", "lowrite", "ts_stat",
        "gin_clean_pending_list",
    };

    private static readonly string[] s_effectivePrefixes =
    [
        "dblink", "pg_advisory_", "pg_try_advisory_", "pg_logical_", "pg_replication_", "pg_create_", "pg_copy_", "pg_drop_",
        "pg_file_", "pg_import_", "pg_backup_", "brin_summarize_", "brin_desummarize_",
        "pg_read_", "pg_ls_", "pg_stat_reset", "pg_log_", "pg_wal_replay_", "query_to_xml", "database_to_xml", "schema_to_xml",
        "table_to_xml", "cursor_to_xml",
    ];

    /// <summary>Checks one text of a query.</summary>
    /// <param name="text">The text.</param>
    /// <param name="key">The key that has it.</param>
    /// <param name="index">Its position in the key's list.</param>
    /// <param name="schema">The schema, whose own functions may be volatile as well; null where nobody has one.</param>
    public static IEnumerable<QueryFinding> Check(string text, QueryKey key, int index, SchemaLookup? schema = null)
    {
        var cursor = new SqlCursor(text);
        int depth = 0;
        SqlToken outermost = default;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            SqlToken token = cursor.Token;
            outermost = depth == 0 ? token : outermost;
            depth += token.Kind == SqlTokenKind.OpenParenthesis ? 1 : token.Kind == SqlTokenKind.CloseParenthesis ? -1 : 0;
            QueryFinding finding = new(FindingKind.NotARead, key, index, token.Start, token.Length)
            {
                Subject = text.Substring(token.Start, token.Length),
            };
            if (depth < 0)
            {
                yield return finding with { Detail = "the parenthesis was never opened" };
                yield break;
            }

            if (token.Kind == SqlTokenKind.Broken)
            {
                yield return finding with { Detail = "it has no end, or is no SQL" };
                yield break;
            }

            if (token.Kind == SqlTokenKind.Semicolon)
            {
                yield return finding with { Detail = "a query is one statement" };
            }
            else if (token.Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
            {
                if (Judge(cursor, finding, schema) is { } judged)
                {
                    yield return judged;
                }
            }
            else if (token.Kind == SqlTokenKind.Text && IsClockConstant(cursor))
            {
                yield return finding with { Kind = FindingKind.Clock, Advice = ":recorded_at" };
            }
        }

        if (depth > 0)
        {
            yield return new(FindingKind.NotARead, key, index, outermost.Start, outermost.Length)
            {
                Subject = "(",
                Detail = "the parenthesis is never closed",
            };
        }
    }

    private static QueryFinding? Judge(SqlCursor cursor, QueryFinding finding, SchemaLookup? schema)
    {
        string word = cursor.Name();
        bool isWord = cursor.Kind == SqlTokenKind.Word && !Follows(cursor, SqlTokenKind.Dot);
        if (isWord && s_clockWords.Contains(word))
        {
            return finding with { Kind = FindingKind.Clock, Advice = word == "current_date" ? ":recorded_at::date" : ":recorded_at" };
        }

        if (isWord && ChangeOf(cursor, word) is { } change)
        {
            return finding with { Detail = change };
        }

        if (cursor.Peek(1).Kind != SqlTokenKind.OpenParenthesis)
        {
            return null;
        }

        return s_clocks.Contains(word) ? finding with { Kind = FindingKind.Clock, Advice = ":recorded_at" }
            : word == "age" && HasOneArgument(cursor) ? finding with { Kind = FindingKind.Clock, Advice = "age(:recorded_at, …)" }
            : s_differing.Contains(word) || HasPrefix(word, s_differingPrefixes)
                ? finding with { Kind = FindingKind.VolatileFunction, Detail = "gives another value each time" }
            : s_effective.Contains(word) || HasPrefix(word, s_effectivePrefixes)
                ? finding with { Kind = FindingKind.VolatileFunction, Detail = "does more than compute" }
            : schema?.IsVolatile(word) == true
                ? finding with { Kind = FindingKind.VolatileFunction, Detail = "is declared VOLATILE" }
            : null;
    }

    // Most of these words may also be names of columns, so the words around them decide.
    private static string? ChangeOf(SqlCursor cursor, string word) => word switch
    {
        "insert" when cursor.Is("into", 1) => "INSERT changes data",
        "merge" when cursor.Is("into", 1) => "MERGE changes data",
        "delete" when cursor.Is("from", 1) => "DELETE changes data",
        "update" when cursor.Is("set", 2) || cursor.Is("set", 4) || (cursor.Is("only", 1) && cursor.Is("set", 3)) =>
            "UPDATE changes data",
        "truncate" or "drop" or "alter" when cursor.Is("table", 1) => $"{word.ToUpperInvariant()} changes the database",
        "create" or "grant" => $"{word.ToUpperInvariant()} changes the database",
        "into" when cursor.Position == 0 || !(cursor.Is("insert", -1) || cursor.Is("merge", -1)) =>
            "INTO creates a table",
        "for" when cursor.Is("update", 1) || cursor.Is("share", 1) || (cursor.Is("no", 1) && cursor.Is("key", 2))
            || (cursor.Is("key", 1) && cursor.Is("share", 2)) => "it locks rows",
        _ => null,
    };

    private static bool HasPrefix(string word, string[] prefixes) =>
        Array.Exists(prefixes, prefix => word.StartsWith(prefix, StringComparison.Ordinal));

    private static bool Follows(SqlCursor cursor, SqlTokenKind kind) => cursor.Position > 0 && cursor.Peek(-1).Kind == kind;

    private static bool HasOneArgument(SqlCursor cursor)
    {
        int depth = 0;
        for (int ahead = 1; cursor.Peek(ahead).Kind != SqlTokenKind.End; ahead++)
        {
            SqlTokenKind kind = cursor.Peek(ahead).Kind;
            depth += kind == SqlTokenKind.OpenParenthesis ? 1 : kind == SqlTokenKind.CloseParenthesis ? -1 : 0;
            if (depth == 0 || (depth == 1 && kind == SqlTokenKind.Comma))
            {
                return depth == 0;
            }
        }

        return false;
    }

    // 'now'::timestamp, date 'today': words that PostgreSQL reads as the current time once they are of such a type.
    private static bool IsClockConstant(SqlCursor cursor)
    {
        string constant = SqlString.Of(cursor.Text, cursor.Token).Trim();
        if (!s_clockConstants.Contains(constant))
        {
            return false;
        }

        int position = cursor.Position;
        cursor.Take();
        SqlType? behind = cursor.Take(SqlTokenKind.Cast) || cursor.Take("as") ? SqlType.Take(cursor) : null;
        cursor.Position = position;
        if (IsTime(behind))
        {
            return true;
        }

        // timestamp with time zone 'now' has the most words in front.
        for (int words = 1; words <= 4 && position - words >= 0; words++)
        {
            cursor.Position = position - words;
            bool isType = cursor.Kind == SqlTokenKind.Word && IsTime(SqlType.Take(cursor)) && cursor.Position == position;
            cursor.Position = position;
            if (isType)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsTime(SqlType? type) => type?.Family is TypeFamily.Timestamp or TypeFamily.Date
        || type?.Name is "time with time zone" or "time without time zone";
}
