namespace ServicePing.Package.Tests.PublicApi;

#pragma warning disable CA1000, CA1024, CA1045, CA1046, CA1063, CA1816, CA2225, CA1034, CA1002, CS1591 // It has what people do.

/// <summary>What the listing must be able to print.</summary>
/// <param name="name">Its name.</param>
/// <param name="numbers">Its numbers.</param>
public abstract class Sample<T>(string? name, params int[] numbers) : IDisposable
    where T : class, IComparable<T>
{
    public const string Name = "sample";

    public (int Count, (string? First, T)[] Others) Pair { get; protected set; }

    public required List<Part> Parts { get; init; }

    public abstract string this[int index] { get; }

    public static bool TryRead(in Guid id, out T? value, ref int position)
    {
        value = null;
        return ++position == 0 && id == Guid.Empty;
    }

    public static implicit operator string?(Sample<T>? sample) => sample?.ToString();

    [Obsolete("There is a better one.")]
    public void Old() => Pair = default;

    public override string ToString() => name + numbers.Length;

    public void Dispose() => Internal();

    protected internal virtual Task<IReadOnlyList<string?>?> ReadAsync<TKey>(
        IDictionary<TKey, T?> known, int? limit = null, CancellationToken cancellationToken = default)
        where TKey : notnull => throw new NotSupportedException();

    internal void Internal() => Hidden();

    private void Hidden() => Pair = default;

    public readonly record struct Part(DayOfWeek Day = DayOfWeek.Monday, double Share = 0.5);
}
