using Npgsql;
using NpgsqlTypes;
using ServicePing.Runtime.Databases.Snapshots;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Pages of a part, exact within one snapshot; one that takes too long goes by the places of its rows.</summary>
/// <remarks>The last slice is open: a part may have grown since its size was asked for.</remarks>
/// <param name="Leaf">The part.</param>
/// <param name="Place">The place of a row.</param>
internal sealed record PageRoute(WalkedLeaf Leaf, string Place) : Route(Leaf)
{
    internal const string Name = "ctid";

    /// <summary>No page has more places for rows, of whatever size it is.</summary>
    internal const long PlacesOfPage = 2_048;

    private const double NarrowPages = 64;

    internal override string Along => Name;

    // What has no pages yet is asked for all the same.
    internal override Int128 End => Math.Max(1, Leaf.Pages);

    internal override (double All, double Narrow)? Extent => ((double)Length, NarrowPages);

    internal override void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
        parameters.Add(Bound(slice.Start * PlacesOfPage));
        parameters.Add(Bound(slice.End * PlacesOfPage));
    }

    internal override Task<Route?> FinerAsync(Slice slice, int parts, ShortMoment? moment, CancellationToken cancellationToken) =>
        Task.FromResult<Route?>(new PlaceRoute(Leaf, Place, slice));

    private protected override string Condition(Slice slice) => Within(Place);

    /// <summary>A place, counted through all pages; null for what follows all.</summary>
    internal static NpgsqlParameter<NpgsqlTid> Bound(long? place) => new()
    {
        TypedValue = place is { } known
            ? new NpgsqlTid((uint)(known / PlacesOfPage), (ushort)(known % PlacesOfPage))
            : new NpgsqlTid(uint.MaxValue, 0),
        NpgsqlDbType = NpgsqlDbType.Tid,
    };
}
