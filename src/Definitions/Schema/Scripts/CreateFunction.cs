using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>Reads what follows CREATE FUNCTION and CREATE AGGREGATE.</summary>
internal static class CreateFunction
{
    public static void Read(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is not { } name)
        {
            return;
        }

        bool isVolatile = true;
        for (; !cursor.IsAtEnd; cursor.Take())
        {
            isVolatile &= !cursor.Is("stable") && !cursor.Is("immutable");
        }

        draft.Functions.TryGetValue(name, out Function? other);
        draft.Functions[name] = new Function(name, isVolatile || other?.IsVolatile == true)
        {
            IsAggregate = other?.IsAggregate == true,
        };
    }

    /// <summary>Reads what follows CREATE AGGREGATE: volatile are at most the functions that it is made of.</summary>
    public static void ReadAggregate(SqlCursor cursor, SchemaDraft draft)
    {
        if (draft.TakeNewName(cursor) is { } name)
        {
            bool isVolatile = draft.Functions.TryGetValue(name, out Function? other) && other.IsVolatile;
            draft.Functions[name] = new Function(name, isVolatile) { IsAggregate = true };
        }
    }
}
