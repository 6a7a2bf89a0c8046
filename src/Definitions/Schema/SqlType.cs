using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>The type of a column, without length and precision.</summary>
/// <param name="Schema">The schema of a user's own type; null for types of PostgreSQL and for unqualified names.</param>
/// <param name="Name">The long form of the name: <c>bigint</c>, <c>character varying</c>, <c>timestamp with time zone</c>.</param>
/// <param name="IsArray">Whether it is an array.</param>
public sealed record SqlType(string? Schema, string Name, bool IsArray)
{
    private static readonly Dictionary<string, string> s_longForms = new(StringComparer.Ordinal)
    {
        ["int"] = "integer", ["int2"] = "smallint", ["int4"] = "integer", ["int8"] = "bigint",
        ["serial"] = "integer", ["serial2"] = "smallint", ["serial4"] = "integer", ["serial8"] = "bigint",
        ["smallserial"] = "smallint", ["bigserial"] = "bigint", ["decimal"] = "numeric", ["dec"] = "numeric",
        ["float"] = "double precision", ["float4"] = "real", ["float8"] = "double precision", ["bool"] = "boolean",
        ["varchar"] = "character varying", ["char"] = "character", ["bpchar"] = "character", ["varbit"] = "bit varying",
        ["timestamptz"] = "timestamp with time zone", ["timestamp"] = "timestamp without time zone",
        ["timetz"] = "time with time zone", ["time"] = "time without time zone",
    };

    /// <summary>Of what kind the type is, as far as its name alone tells.</summary>
    internal TypeFamily Family => IsArray ? TypeFamily.Array : Name switch
    {
        "smallint" or "integer" or "bigint" or "oid" => TypeFamily.Integer,
        "numeric" or "real" or "double precision" => TypeFamily.Number,
        "text" or "character varying" or "character" or "citext" or "name" => TypeFamily.Text,
        "boolean" => TypeFamily.Boolean,
        "timestamp with time zone" or "timestamp without time zone" => TypeFamily.Timestamp,
        "date" => TypeFamily.Date,
        "uuid" => TypeFamily.Uuid,
        "jsonb" => TypeFamily.Json,
        "json" or "xml" or "point" => TypeFamily.Incomparable,
        "bytea" or "money" or "interval" or "inet" or "cidr" or "macaddr" or "bit" or "bit varying" or "tsvector"
            or "time with time zone" or "time without time zone" or "int4range" or "int8range" or "daterange" or "tstzrange" =>
            TypeFamily.Other,
        _ => TypeFamily.Unknown,
    };

    /// <summary>The type of an element, or the type itself.</summary>
    internal SqlType Element => IsArray ? this with { IsArray = false } : this;

    /// <inheritdoc/>
    public override string ToString() => $"{(Schema is null ? "" : Schema + ".")}{Name}{(IsArray ? "[]" : "")}";

    /// <summary>Takes a type with its length and precision, or null where there is no name.</summary>
    internal static SqlType? Take(SqlCursor cursor)
    {
        cursor.Take("setof");
        bool isQuoted = cursor.Kind == SqlTokenKind.QuotedName;
        if (cursor.TakeName() is not { } name)
        {
            return null;
        }

        string? schema = null;
        while (cursor.Kind == SqlTokenKind.Dot && cursor.Peek(1).Kind is SqlTokenKind.Word or SqlTokenKind.QuotedName)
        {
            cursor.Take();
            schema = name == "pg_catalog" ? null : name;
            name = cursor.TakeName()!;
        }

        if (schema is null && !isQuoted)
        {
            name = LongForm(cursor, name);
        }
        else
        {
            SkipPrecision(cursor);
        }

        return new SqlType(schema, name, TakeArrayMarks(cursor));
    }

    private static string LongForm(SqlCursor cursor, string name)
    {
        switch (name)
        {
            case "double":
                cursor.Take("precision");
                return "double precision";
            case "bit" or "character" or "char" or "nchar" or "national":
                _ = cursor.Take("character") || cursor.Take("char");
                bool isVarying = cursor.Take("varying");
                SkipPrecision(cursor);
                return $"{(name == "bit" ? "bit" : "character")}{(isVarying ? " varying" : "")}";
            case "timestamp" or "time":
                SkipPrecision(cursor);
                bool hasZone = cursor.Is("with") && cursor.Is("time", 1) && cursor.Is("zone", 2);
                bool hasNoZone = cursor.Is("without") && cursor.Is("time", 1) && cursor.Is("zone", 2);
                cursor.Position += hasZone || hasNoZone ? 3 : 0;
                return $"{name} {(hasZone ? "with" : "without")} time zone";
            case "interval":
                TakeIntervalFields(cursor);
                return name;
            default:
                SkipPrecision(cursor);
                return s_longForms.TryGetValue(name, out string? longForm) ? longForm : name;
        }
    }

    /// <summary>Takes what may follow an interval: <c>day to second (3)</c>.</summary>
    internal static void TakeIntervalFields(SqlCursor cursor, SqlType? type)
    {
        if (type?.Name == "interval")
        {
            TakeIntervalFields(cursor);
        }
    }

    private static void TakeIntervalFields(SqlCursor cursor)
    {
        while (IsIntervalField(cursor) || cursor.Is("to"))
        {
            cursor.Take();
        }

        SkipPrecision(cursor);
    }

    private static bool IsIntervalField(SqlCursor cursor) => cursor.Is("year") || cursor.Is("month") || cursor.Is("day")
        || cursor.Is("hour") || cursor.Is("minute") || cursor.Is("second");

    private static void SkipPrecision(SqlCursor cursor)
    {
        if (cursor.Kind == SqlTokenKind.OpenParenthesis)
        {
            cursor.SkipNested();
        }
    }

    private static bool TakeArrayMarks(SqlCursor cursor)
    {
        bool isArray = cursor.Take("array");
        while (cursor.Kind == SqlTokenKind.OpenBracket
            && cursor.Peek(cursor.Peek(1).Kind == SqlTokenKind.Number ? 2 : 1).Kind == SqlTokenKind.CloseBracket)
        {
            cursor.SkipNested();
            isArray = true;
        }

        return isArray;
    }
}

/// <summary>What can be done with the values of a type.</summary>
internal enum TypeFamily
{
    Unknown,
    Integer,
    Number,
    Text,
    Boolean,
    Timestamp,
    Date,
    Uuid,
    Json,
    Enum,
    Array,
    Incomparable,
    Other,
}
