using Npgsql;
using NpgsqlTypes;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Steps from value to value of a column, or of several, whatever their types; first and last are open. No value is NULL.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Column">The column, or the row of several.</param>
internal abstract record StepRoute(WalkedLeaf Leaf, string Column) : Route(Leaf)
{
    internal override string Along => Column;

    /// <summary>Between which values a slice is, each as its texts; null where it is open.</summary>
    private protected abstract (string[]? From, string[]? Before) ValuesOf(Slice slice);

    internal override void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
        (string[]? from, string[]? before) = ValuesOf(slice);
        AddTo(parameters, from, before);
    }

    /// <summary>Values of whatever types the server finds them compared with.</summary>
    private protected static void AddTo(NpgsqlParameterCollection parameters, string[]? some, string[]? others)
    {
        foreach (string value in (string[])[.. some ?? [], .. others ?? []])
        {
            parameters.Add(new NpgsqlParameter { Value = value, NpgsqlDbType = NpgsqlDbType.Unknown });
        }
    }

    private protected override string? Condition(Slice slice)
    {
        (string[]? from, string[]? before) = ValuesOf(slice);
        int place = PassParameters.FirstOfSlice;
        return Sql.All([.. Compared(">=", from, place), .. Compared("<", before, place + (from?.Length ?? 0))]);
    }

    /// <summary>A condition where there is something to compare with.</summary>
    private protected IEnumerable<string> Compared(string comparison, string[]? value, int firstPlace) => value is null
        ? []
        : [$"{Column} {comparison} ({string.Join(", ", value.Select((_, place) => $"${firstPlace + place}"))})"];
}
