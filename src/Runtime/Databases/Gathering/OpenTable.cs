namespace ServicePing.Runtime.Databases.Gathering;

/// <summary>
/// Different keys of 128 bits, and how often each was added where that is asked. An open table: 20 to 25 bytes a key, 25 to 32 with its
/// number. Keys must be spread evenly by their lower halves.
/// </summary>
internal sealed class OpenTable(bool isCounted = false)
{
    private const int FirstCapacity = 4;
    private const double MostFilled = 0.8;
    private const double Growth = 1.25;

    // Nothing, in the table: the hash of NULL, and of a zero, may be made of zeros too, and stands beside it.
    private UInt128[] _keys = new UInt128[FirstCapacity];
    private int[] _times = isCounted ? new int[FirstCapacity] : [];
    private int _timesOfZero;
    private int _inTable;

    internal int Count => _inTable + (_timesOfZero > 0 ? 1 : 0);

    internal long Bytes => (_keys.Length * 16L) + (_times.Length * sizeof(int));

    internal IEnumerable<UInt128> Keys => Zero(UInt128.Zero).Concat(_keys.Where(key => key != UInt128.Zero));

    /// <summary>How often each key was added.</summary>
    internal IEnumerable<int> Times => Zero(_timesOfZero).Concat(_times.Where(times => times > 0));

    /// <summary>Adds a key.</summary>
    /// <exception cref="OverflowException">A key was added too often to be counted.</exception>
    internal void Add(UInt128 key, int times = 1)
    {
        if (key == UInt128.Zero)
        {
            _timesOfZero = isCounted ? checked(_timesOfZero + times) : 1;
            return;
        }

        int place = Place(key);
        while (_keys[place] != key)
        {
            if (_keys[place] == UInt128.Zero)
            {
                _keys[place] = key;
                _inTable++;
                break;
            }

            place = place + 1 < _keys.Length ? place + 1 : 0;
        }

        if (isCounted)
        {
            _times[place] = checked(_times[place] + times);
        }

        if (_inTable > _keys.Length * MostFilled)
        {
            Grow();
        }
    }

    internal void Add(OpenTable other)
    {
        if (other._timesOfZero > 0)
        {
            Add(UInt128.Zero, other._timesOfZero);
        }

        for (int place = 0; place < other._keys.Length; place++)
        {
            if (other._keys[place] != UInt128.Zero)
            {
                Add(other._keys[place], isCounted ? other._times[place] : 1);
            }
        }
    }

    /// <summary>The lower half chooses the place, as a fraction of the table.</summary>
    private int Place(UInt128 key) => (int)Math.BigMul((ulong)key, (ulong)_keys.Length, out _);

    private void Grow()
    {
        (UInt128[] keys, int[] times) = (_keys, _times);
        int capacity = (int)Math.Min(Array.MaxLength, (keys.Length * Growth) + 1);
        _keys = new UInt128[capacity];
        _times = isCounted ? new int[capacity] : [];
        _inTable = 0;
        for (int place = 0; place < keys.Length; place++)
        {
            if (keys[place] != UInt128.Zero)
            {
                Add(keys[place], isCounted ? times[place] : 1);
            }
        }
    }

    private IEnumerable<T> Zero<T>(T one) => _timesOfZero > 0 ? [one] : [];
}
