using Npgsql;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>One statement a slice, for all fragments that can share it.</summary>
internal abstract class PassStatement(IReadOnlyList<FragmentState> fragments)
{
    internal IReadOnlyList<FragmentState> Fragments => fragments;

    /// <summary>The same for some of the fragments.</summary>
    internal abstract PassStatement Of(IReadOnlyList<FragmentState> part);

    /// <summary>What is selected for some of the fragments, and from which of the relation's rows.</summary>
    internal abstract SelectStatement Compose(IReadOnlyList<FragmentState> part, SelectStatement source);

    /// <summary>The SQL for some of the fragments and one slice of a part; of parts that are read together one after the other.</summary>
    /// <remarks>
    /// Each part keeps its columns in their order, its name and its place of rows, as it would not as a row source of its own among others;
    /// what it comes to is added up where that of slices is.
    /// </remarks>
    internal string Compose(IReadOnlyList<FragmentState> part, WalkedLeaf leaf, RelationPlan relation, Slicing slicing, Slice slice) =>
        slicing.Unit == SliceUnit.Parts
            ? string.Join("\nUNION ALL\n", leaf.Together.Take((int)(slice.End ?? leaf.Together.Count)).Skip((int)slice.Start)
                .Select(one => Compose(part, one.RowsOf(relation))))
            : Compose(part, leaf.RowsOf(relation, slicing.Condition(slice))).ToString();

    /// <summary>Takes the result.</summary>
    /// <returns>How many rows of the relation it tells of.</returns>
    internal abstract Task<long> ReadAsync(
        NpgsqlDataReader reader,
        IReadOnlyList<StagedRows> part,
        CancellationToken cancellationToken);
}
