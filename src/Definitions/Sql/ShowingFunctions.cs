namespace ServicePing.Definitions.Sql;

/// <summary>The functions of PostgreSQL by whose result their arguments can be read or found again.</summary>
internal static class ShowingFunctions
{
    /// <summary>Functions whose result holds their arguments or parts of them.</summary>
    private static readonly HashSet<string> s_showing = new(StringComparer.Ordinal)
    {
        "lower", "upper", "initcap", "btrim", "ltrim", "rtrim", "trim", "coalesce", "nullif", "greatest", "least", "concat", "concat_ws",
        "substring", "substr", "left", "right", "split_part", "replace", "regexp_replace", "regexp_substr", "translate", "reverse",
        "format", "quote_literal", "quote_ident", "normalize", "unaccent", "convert_from", "convert_to", "encode", "decode", "host",
        "to_json", "to_jsonb", "lpad", "rpad", "overlay", "string_to_array", "array_to_string", "min", "max", "text", "cast", "row",
    };

    /// <summary>Functions of whose result nobody reads the argument, but by which known values can be found again.</summary>
    private static readonly HashSet<string> s_hashes = new(StringComparer.Ordinal)
    {
        "md5", "sha224", "sha256", "sha384", "sha512", "digest", "hashtext", "hashtextextended",
    };

    /// <summary>Whether a result holds the arguments or parts of them.</summary>
    public static bool Show(string function) => s_showing.Contains(function);

    /// <summary>Whether known values can be found again by a result that nobody reads.</summary>
    public static bool Hash(string function) => s_hashes.Contains(function);
}
