using System.Collections.ObjectModel;

namespace ServicePing;

/// <summary>
/// What a ping may hold. What is not permitted is not computed, unless a permitted metric adds it up or takes its sketch, and its key is
/// absent from every report.
/// </summary>
/// <remarks>
/// Immutable, and equal to another that says the same. Names count as definitions write them, upper and lower case told apart; a name that
/// no metric of the program bears does nothing, which <see cref="ServicePingReports.Unmatched"/> and a warning in the log say.
/// </remarks>
public sealed record PingPermissions
{
    private static readonly DataCategory[] All = Enum.GetValues<DataCategory>();

    /// <summary>Every metric of the program, which is the default.</summary>
    public static PingPermissions Everything { get; } = new();

    /// <summary>
    /// The categories whose metrics may be computed, from low to high privacy and each once; all four by default. A metric without a
    /// category is optional.
    /// </summary>
    /// <exception cref="ArgumentException">A value is none of <see cref="DataCategory"/>.</exception>
    public IReadOnlyList<DataCategory> Categories { get; init => field = Ordered(value); } = Array.AsReadOnly(All);

    /// <summary>
    /// The whole key paths of metrics that are left out, each with the suffix that a list of time frames gives, in ordinal order; none by
    /// default.
    /// </summary>
    /// <exception cref="ArgumentException">A key path is null or empty.</exception>
    public IReadOnlyList<string> LeftOutKeyPaths { get; init => field = Ordered(value); } = ReadOnlyCollection<string>.Empty;

    /// <summary>
    /// The owners whose metrics are left out, by the <c>product_group</c> of the definitions, in ordinal order; none by default. What
    /// known events and aggregates give without a definition of its own has no owner.
    /// </summary>
    /// <exception cref="ArgumentException">An owner is null or empty.</exception>
    public IReadOnlyList<string> LeftOutOwners { get; init => field = Ordered(value); } = ReadOnlyCollection<string>.Empty;

    /// <summary>Whether both permit the same.</summary>
    /// <param name="other">The other permissions.</param>
    public bool Equals(PingPermissions? other) =>
        other is not null
        && Categories.SequenceEqual(other.Categories)
        && LeftOutKeyPaths.SequenceEqual(other.LeftOutKeyPaths, StringComparer.Ordinal)
        && LeftOutOwners.SequenceEqual(other.LeftOutOwners, StringComparer.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (DataCategory category in Categories)
        {
            hash.Add(category);
        }

        // Between the lists, so that a name counts in its own.
        hash.Add(LeftOutKeyPaths.Count);
        foreach (string name in LeftOutKeyPaths.Concat(LeftOutOwners))
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    private static ReadOnlyCollection<DataCategory> Ordered(
        IReadOnlyList<DataCategory> categories,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(categories, name);
        foreach (DataCategory category in categories)
        {
            if (!All.Contains(category))
            {
                throw new ArgumentException($"There is no data category {(int)category}; permit some of {string.Join(", ", All)}.", name);
            }
        }

        return Array.AsReadOnly([.. categories.Distinct().Order()]);
    }

    private static ReadOnlyCollection<string> Ordered(
        IReadOnlyList<string> names,
        [System.Runtime.CompilerServices.CallerMemberName] string name = "")
    {
        ArgumentNullException.ThrowIfNull(names, name);
        foreach (string one in names)
        {
            ArgumentException.ThrowIfNullOrEmpty(one, name);
        }

        return Array.AsReadOnly([.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }
}
