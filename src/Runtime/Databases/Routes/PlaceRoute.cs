using Npgsql;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Routes;

/// <summary>Places of rows within one page.</summary>
/// <param name="Leaf">The part.</param>
/// <param name="Place">The place of a row.</param>
/// <param name="Page">The page; open where it is the last.</param>
internal sealed record PlaceRoute(WalkedLeaf Leaf, string Place, Slice Page) : Route(Leaf)
{
    internal override string Along => PageRoute.Name;

    internal override long Start => Page.Start * PageRoute.PlacesOfPage;

    internal override Int128 End => Start + PageRoute.PlacesOfPage;

    internal override void AddTo(NpgsqlParameterCollection parameters, Slice slice)
    {
        parameters.Add(PageRoute.Bound(slice.Start));
        parameters.Add(PageRoute.Bound(slice.End ?? Page.End * PageRoute.PlacesOfPage));
    }

    private protected override string Condition(Slice slice) => Within(Place);
}
