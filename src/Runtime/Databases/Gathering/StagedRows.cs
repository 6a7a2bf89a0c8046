using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Npgsql;
using ServicePing.Runtime.Labels;
using ServicePing.Runtime.Sketches;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>What the statements of a slice tell of a fragment, which counts only once all of them have ended well.</summary>
internal sealed class StagedRows(FragmentState fragment)
{
    // So many values are listed, before they are put together: a slice may be all of a large view.
    private const int MostListed = 1 << 20;

    private readonly GroupValues _groups = new(fragment.Gathering);
    private readonly GroupNames _names = new();
    private readonly List<long> _values = [];
    private readonly HyperLogLog _texts = new();
    private Failure? _failure;

    internal FragmentState Fragment => fragment;

    /// <summary>Takes what a row tells of a group.</summary>
    /// <param name="group">The group.</param>
    /// <param name="row">The row; null for one that tells no more than that there is the group.</param>
    /// <param name="ordinal">Where the value is.</param>
    /// <param name="otherOrdinal">Where the number of values is, which an average needs, or the second half of a hash.</param>
    internal void Stage(GroupPath group, NpgsqlDataReader? row, int ordinal, int otherOrdinal)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            _groups.Add(group, row, ordinal, otherOrdinal);
            Hold();
        }
        catch (Exception exception) when (exception is OverflowException or InvalidCastException)
        {
            _failure = Failure.Of(exception);
        }
    }

    /// <summary>Takes the names of a group's keys.</summary>
    internal void StageNames(GroupPath group, NpgsqlDataReader row, int[] places)
    {
        if (_failure is null)
        {
            _names.Add(group, row, places);
        }
    }

    /// <summary>Takes a whole number, or the two halves of a hash.</summary>
    internal void Stage(long value, long other)
    {
        _values.Add(value);
        if (fragment.Gathering != AccumulatorKind.Integers)
        {
            _values.Add(other);
        }

        Unite();
    }

    /// <summary>Takes whole numbers, or halves of hashes, of eight bytes each, the most significant first.</summary>
    internal void Stage(Stream values)
    {
        int before = _values.Count;
        CollectionsMarshal.SetCount(_values, before + (int)(values.Length / sizeof(long)));
        Span<long> added = CollectionsMarshal.AsSpan(_values)[before..];
        values.ReadExactly(MemoryMarshal.AsBytes(added));
        BinaryPrimitives.ReverseEndianness(added, added);
        Unite();
    }

    /// <summary>Takes a text that identifies somebody in events.</summary>
    internal void StageText(string text) => _texts.Add(text);

    /// <summary>Hands all of it to the fragment; what goes wrong with that fails the fragment, and nothing else.</summary>
    internal void Commit()
    {
        if (_failure is not null)
        {
            fragment.Fail(_failure);
            return;
        }

        fragment.Add(_groups, _names, CollectionsMarshal.AsSpan(_values), _texts);
    }

    private void Unite()
    {
        if (_values.Count >= MostListed)
        {
            if (_failure is null)
            {
                _groups.Add(CollectionsMarshal.AsSpan(_values));
                Hold();
            }

            _values.Clear();
        }
    }

    /// <summary>Gives up what there is no memory for, before it is all there.</summary>
    private void Hold()
    {
        _failure = fragment.Hold(_groups, _names);
        if (_failure is not null)
        {
            _groups.Clear();
        }
    }
}
