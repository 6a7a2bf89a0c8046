using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Logging;

namespace ServicePing.Runtime.Events.Spooling;

/// <summary>
/// Keeps what was tracked and is not yet with the counter store in a file, so that a process that is killed loses what came since the last
/// record at most. Whatever goes wrong with it, tracking goes on.
/// </summary>
/// <remarks>
/// Each record belongs to a flush and is written before that is sent; the file is emptied when the store has it. Whoever finds the file of a
/// process that has ended sends the flushes again under the numbers that they had, so that the store knows what it has. Not safe for several threads.
/// </remarks>
internal sealed partial class Spool : IDisposable
{
    private const string Extension = ".spool";

    // Where flushes fail for long, records of the same counters are made one.
    private const long LargestFile = 4 << 20;

    /// <summary>A store remembers what it has applied for 42 days; whether an older flush was applied cannot be told.</summary>
    private static readonly TimeSpan Oldest = TimeSpan.FromDays(40);

    private static readonly TimeSpan AdoptInterval = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly bool _isToDisk;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private SpoolFile? _file;
    private long _rewrittenLength;
    private bool _isFailing;
    private bool _isBroken;
    private bool _isEnded;
    private DateTimeOffset _nextAdoption;
    private long _failures;

    internal Spool(string folder, bool isToDisk, TimeProvider clock, ILogger logger)
    {
        _folder = System.IO.Path.GetFullPath(folder);
        _isToDisk = isToDisk;
        _clock = clock;
        _logger = new CalmLogger(logger);
    }

    /// <summary>Under whose name this process flushes.</summary>
    internal Guid Writer { get; } = Guid.NewGuid();

    /// <summary>How often the file could not be written.</summary>
    internal long Failures => Interlocked.Read(ref _failures);

    private string Path => System.IO.Path.Combine(_folder, $"{Writer:N}{Extension}");

    private DateTime Now => _clock.GetUtcNow().UtcDateTime;

    /// <summary>Writes what has just been drained.</summary>
    /// <param name="record">Makes the record of it.</param>
    /// <param name="all">Makes the records of everything that waits, this among it.</param>
    internal void Keep(Func<DateTime, SpoolRecord> record, Func<DateTime, IEnumerable<SpoolRecord>> all)
    {
        if (_isEnded)
        {
            return;
        }

        try
        {
            bool isGrown = _file is not null && _file.Length > Math.Max(LargestFile, 4 * _rewrittenLength);
            if (_file is null || _isBroken || isGrown || !File.Exists(_file.Path))
            {
                Rewrite([.. all(Now)]);
            }
            else
            {
                _file.Append(record(Now));
            }

            _isFailing = false;
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>Notes that the store has a flush.</summary>
    /// <param name="flush">Its number.</param>
    /// <param name="isAll">Whether nothing else waits.</param>
    internal void Settle(long flush, bool isAll)
    {
        try
        {
            if (isAll)
            {
                _file?.Clear();
                _isBroken = false;
            }
            else if (!_isBroken)
            {
                _file?.Append(new SpoolRecord.Settled(flush, Now));
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }
    }

    /// <summary>Takes over the files of processes that have ended, once a minute at most.</summary>
    internal IReadOnlyList<AdoptedSpool> Adopt()
    {
        DateTimeOffset now = _clock.GetUtcNow();
        if (now < _nextAdoption || !Directory.Exists(_folder))
        {
            return [];
        }

        _nextAdoption = now + AdoptInterval;
        List<AdoptedSpool> adopted = [];
        foreach (string path in Directory.EnumerateFiles(_folder, "*" + Extension).Where(path => path != Path))
        {
            if (SpoolFile.TryAdopt(path, _isToDisk, out IReadOnlyList<SpoolRecord>? records, out long torn) is { } file && Check(file, records, torn) is { } groups)
            {
                adopted.Add(new AdoptedSpool(file, new Queue<SpoolGroup>(groups)));
            }
        }

        return adopted;
    }

    /// <summary>Notes that the store has the first flush of a process that has ended, and forgets the file with the last one.</summary>
    /// <returns>Whether more is left of it.</returns>
    internal bool Settle(AdoptedSpool adopted, long moves)
    {
        try
        {
            if (adopted.Groups.TryDequeue(out SpoolGroup? group))
            {
                adopted.Moves += moves;
                adopted.File.Append(new SpoolRecord.Settled(group.Flush, Now));
            }

            if (adopted.Groups.Count > 0)
            {
                return true;
            }

            adopted.File.Delete();
        }
        catch (IOException exception)
        {
            // The store knows the flush, should another process find it here again.
            LogFailing(adopted.File.Path, exception.Message);
        }

        if (adopted.Groups.Count == 0 && adopted.Moves > 0)
        {
            LogRecovered(adopted.Moves, adopted.File.Path);
        }

        return adopted.Groups.Count > 0;
    }

    /// <summary>Ends the file: it goes where nothing waits, and otherwise stays for the next process.</summary>
    /// <param name="moves">How many movements of counters wait.</param>
    /// <returns>Whether the next process finds them.</returns>
    internal bool End(long moves)
    {
        bool isKept = moves > 0 && _file is not null && !_isBroken && File.Exists(_file.Path);
        try
        {
            if (isKept)
            {
                LogKept(moves, _file!.Path);
            }
            else if (moves == 0)
            {
                _file?.Delete();
            }
        }
        catch (Exception exception)
        {
            Break(exception);
        }

        Dispose();
        return isKept;
    }

    public void Dispose()
    {
        _isEnded = true;
        _file?.Dispose();
        _file = null;
    }

    private void Rewrite(IReadOnlyList<SpoolRecord> records)
    {
        SpoolFile fresh = SpoolFile.Create(Path, Writer, records, _isToDisk);
        _file?.Dispose();
        _file = fresh;
        _rewrittenLength = fresh.Length;
        _isBroken = false;
    }

    /// <summary>The file lacks something from now on. What it has would be taken for all of a flush, so that it is emptied.</summary>
    private void Break(Exception exception)
    {
        Interlocked.Increment(ref _failures);
        try
        {
            if (!_isBroken)
            {
                _isBroken = true;
                _file?.Clear();
            }
        }
        catch (IOException)
        {
            // What is said below says it for both.
        }

        if (!_isFailing)
        {
            _isFailing = true;
            LogFailing(Path, exception.Message);
        }
    }

    private IReadOnlyList<SpoolGroup>? Check(SpoolFile file, IReadOnlyList<SpoolRecord>? records, long torn)
    {
        try
        {
            if (records is null)
            {
                LogUnknown(file.Path, file.SetAside());
                return null;
            }

            if (torn > 0)
            {
                LogTorn(file.Path, torn);
            }

            IReadOnlyList<SpoolGroup> groups = SpoolGroup.Open(records);
            if (groups.Count > 0 && groups.Min(group => group.Records.Min(record => record.At)) < Now - Oldest)
            {
                LogOld(file.Path, Oldest.Days, groups.Sum(group => group.Records.Sum(record => record.Moves.Sum())), file.SetAside());
                return null;
            }

            return groups;
        }
        catch (IOException exception)
        {
            file.Dispose();
            Break(exception);
            return null;
        }
    }

    [LoggerMessage(20, LogLevel.Warning, "The spool '{Path}' cannot be written; what is tracked is in memory alone until it can. {Reason}")]
    private partial void LogFailing(string path, string reason);

    [LoggerMessage(21, LogLevel.Information, "{Moves} movements of counters that a process had not written when it ended are written now, from its spool '{Path}'.")]
    private partial void LogRecovered(long moves, string path);

    [LoggerMessage(22, LogLevel.Warning, "The end of the spool '{Path}' is torn: its last {Bytes} bytes are left out.")]
    private partial void LogTorn(string path, long bytes);

    [LoggerMessage(23, LogLevel.Error, "The spool '{Path}' is more than {Days} days old, and nobody knows any more what of it was counted: {Moves} movements of counters are lost. The file is now '{Aside}'.")]
    private partial void LogOld(string path, int days, long moves, string aside);

    [LoggerMessage(24, LogLevel.Error, "The file '{Path}' is no spool that this version can read; it is now '{Aside}'.")]
    private partial void LogUnknown(string path, string aside);

    [LoggerMessage(25, LogLevel.Warning, "The program ends before {Moves} movements of counters could be written; they are in the spool '{Path}', and the next process that tracks writes them.")]
    private partial void LogKept(long moves, string path);
}
