using ServicePing.Runtime.Databases.Gathering;
using ServicePing.Runtime.Databases.Pieces;
using ServicePing.Runtime.Databases.Tables;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>Which differently grouped fragments share a statement.</summary>
internal static class GroupSharing
{
    // To group rows costs less than to read them again, while there are few groups.
    private const double MostGroups = 1_000;

    /// <summary>Puts fragments together whose keys make few groups; others stay with those of the same keys.</summary>
    internal static IEnumerable<IReadOnlyList<FragmentState>> Shares(
        IEnumerable<FragmentState> fragments,
        RelationPlan relation,
        WalkedTable table)
    {
        List<(HashSet<GroupKey> Keys, List<FragmentState> Fragments)> shared = [];
        foreach (var alike in fragments
            .GroupBy(fragment => string.Join('\n', fragment.Keys.Select(key => key.Text)))
            .OrderBy(alike => GroupsOf(alike.First().Keys)))
        {
            IReadOnlyList<GroupKey> keys = alike.First().Keys;
            int place = shared.FindIndex(other => GroupsOf(other.Keys.Union(keys)) <= MostGroups);
            if (place < 0)
            {
                place = shared.Count;
                shared.Add(([], []));
            }

            shared[place].Keys.UnionWith(keys);
            shared[place].Fragments.AddRange(alike);
        }

        return shared.Select(one => one.Fragments);

        double GroupsOf(IEnumerable<GroupKey> keys) => keys.Aggregate(
            1.0, (groups, key) => groups * (key.Most ?? table.DifferentValuesOf(key.By, relation) ?? double.PositiveInfinity));
    }
}
