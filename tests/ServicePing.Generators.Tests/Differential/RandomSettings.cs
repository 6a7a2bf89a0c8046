namespace ServicePing.Generators.Tests.Differential;

/// <summary>What roles and databases may have set, and values that no default is: none of it changes a number.</summary>
internal static class RandomSettings
{
    private static readonly (string Name, string[] Values)[] All =
    [
        ("extra_float_digits", ["-15", "0", "3"]),
        ("DateStyle", ["German", "SQL, DMY", "Postgres, MDY"]),
        ("IntervalStyle", ["sql_standard", "iso_8601", "postgres_verbose"]),
        ("bytea_output", ["escape"]),
        ("lc_monetary", ["C.UTF-8"]),
        ("lc_numeric", ["C.UTF-8"]),
        ("lc_time", ["POSIX"]),
        ("TimeZone", ["Asia/Kolkata", "America/St_Johns", "Pacific/Kiritimati"]),
        ("timezone_abbreviations", ["Australia", "India"]),
        ("xmlbinary", ["hex"]),
        ("xmloption", ["document"]),
        ("array_nulls", ["off"]),
        ("transform_null_equals", ["on"]),
        ("quote_all_identifiers", ["on"]),
        ("standard_conforming_strings", ["off"]),
        ("backslash_quote", ["on"]),
        ("escape_string_warning", ["off"]),
        ("search_path", ["public, \"Other\"", "pg_temp, public", "public, pg_catalog"]),
        ("gin_fuzzy_search_limit", ["1", "20"]),
        ("exit_on_error", ["on"]),
        ("client_min_messages", ["debug1", "error"]),
        ("default_transaction_isolation", ["serializable", "read uncommitted"]),
        ("default_transaction_read_only", ["on"]),
        ("default_transaction_deferrable", ["on"]),
        ("work_mem", ["64kB", "64MB"]),
        ("hash_mem_multiplier", ["1"]),
        ("temp_buffers", ["800kB"]),
        ("random_page_cost", ["0.01", "100"]),
        ("seq_page_cost", ["100"]),
        ("cpu_tuple_cost", ["10"]),
        ("effective_cache_size", ["8kB"]),
        ("cursor_tuple_fraction", ["1"]),
        ("constraint_exclusion", ["on"]),
        ("plan_cache_mode", ["force_generic_plan", "force_custom_plan"]),
        ("from_collapse_limit", ["1"]),
        ("join_collapse_limit", ["1"]),
        ("geqo_threshold", ["2"]),
        ("jit_above_cost", ["0"]),
        ("max_parallel_workers_per_gather", ["4"]),
        ("parallel_setup_cost", ["0"]),
        ("min_parallel_table_scan_size", ["0"]),
        ("force_parallel_mode", ["on", "regress"]),
        ("debug_parallel_query", ["on", "regress"]),
        ("synchronize_seqscans", ["off"]),
        ("row_security", ["on"]),
        ("statement_timeout", ["1min"]),
        ("lock_timeout", ["1min"]),
        .. new[]
        {
            "bitmapscan", "gathermerge", "hashagg", "hashjoin", "incremental_sort", "indexonlyscan", "indexscan", "material", "memoize",
            "mergejoin", "nestloop", "partition_pruning", "presorted_aggregate", "seqscan", "sort", "tidscan",
        }.Select(name => ($"enable_{name}", (string[])["off"])),
        ("enable_partitionwise_aggregate", ["on"]),
        ("enable_partitionwise_join", ["on"]),
    ];

    /// <summary>Half of those that a server of this version has, each with one of its values, as it stands behind SET.</summary>
    public static IReadOnlyList<(string Name, string Assignment)> Draw(Random random, IReadOnlySet<string> known) =>
    [
        .. All.Where(setting => known.Contains(setting.Name))
            .Select(setting => (setting.Name, Value: setting.Values[random.Next(setting.Values.Length)], IsDrawn: random.Next(2) == 0))
            .Where(setting => setting.IsDrawn)
            .Select(setting => (setting.Name, setting.Name + " = " + (setting.Name == "search_path" ? setting.Value : $"'{setting.Value}'"))),
    ];

    /// <summary>Those that a server of this version has.</summary>
    public static IEnumerable<string> Of(IReadOnlySet<string> known) => All.Select(setting => setting.Name).Where(known.Contains);
}
