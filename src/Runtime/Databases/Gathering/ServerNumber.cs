using System.Globalization;
using Npgsql;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>A number of one row, exact unless PostgreSQL itself has it in binary floating point; ordered as the server orders its type.</summary>
internal readonly record struct ServerNumber : IComparable<ServerNumber>
{
    // Of types that every server has under these identifiers.
    private const uint Bigint = 20;
    private const uint Smallint = 21;
    private const uint Integer = 23;
    private const uint Real = 700;
    private const uint DoublePrecision = 701;
    private const uint Numeric = 1700;

    private readonly decimal _exact;
    private readonly double _real;
    private readonly bool _isReal;

    private ServerNumber(decimal exact) => _exact = exact;

    // There is one zero.
    private ServerNumber(double real) => (_real, _isReal) = (real + 0.0, true);

    /// <summary>The number as a value; null where it is not finite.</summary>
    internal MetricValue Value => _isReal ? MetricValue.From(_real) : MetricValue.From(_exact);

    /// <summary>What a row has in a column; null for NULL.</summary>
    /// <exception cref="InvalidCastException">The column is not of numbers.</exception>
    /// <exception cref="OverflowException">The number has more digits than a <see cref="decimal"/> holds.</exception>
    internal static ServerNumber? Read(NpgsqlDataReader row, int ordinal) => row.GetDataTypeOID(ordinal) switch
    {
        not (Bigint or Smallint or Integer or Real or DoublePrecision or Numeric) => throw new InvalidCastException(
            $"Its column is of the type {row.GetDataTypeName(ordinal)}, which is no number: name a column of numbers in the definition, or convert it."),
        _ when row.IsDBNull(ordinal) => null,
        Smallint => new((decimal)row.GetInt16(ordinal)),
        Integer => new((decimal)row.GetInt32(ordinal)),
        Bigint => new((decimal)row.GetInt64(ordinal)),
        DoublePrecision => new(row.GetDouble(ordinal)),

        // The digits that the server shows, and not those of the next double.
        Real => new(double.Parse(row.GetFloat(ordinal).ToString("R", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)),
        _ => new(row.GetDecimal(ordinal)),
    };

    /// <summary>Numbers of one column, as the server compares them: NaN is equal to itself and above all others.</summary>
    public int CompareTo(ServerNumber other) => (double.IsNaN(_real), double.IsNaN(other._real)) switch
    {
        (true, true) => 0,
        (true, false) => 1,
        (false, true) => -1,
        _ when _isReal => _real.CompareTo(other._real),
        _ => _exact.CompareTo(other._exact),
    };
}
