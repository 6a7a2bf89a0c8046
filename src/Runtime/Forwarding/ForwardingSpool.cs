using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using ServicePing.Runtime.Storage;

namespace ServicePing.Runtime.Forwarding;

/// <summary>
/// Keeps what waits for one forwarder in a file, so that it survives the process: with pseudonyms and without identifiers. Whatever goes wrong with
/// it, forwarding goes on.
/// </summary>
/// <remarks>
/// The file lags behind by one interval: what was forwarded within the last one before a kill is forwarded once more, under the same
/// <see cref="ForwardedEvent.Id"/>.
/// </remarks>
/// <param name="forwarder">What the forwarder is called.</param>
/// <param name="options">Where the file lies, and how often it is written.</param>
/// <param name="secret">Makes pseudonyms.</param>
/// <param name="log">Says what is in the way.</param>
internal sealed class ForwardingSpool(string forwarder, ServicePingOptions options, InstanceSecret secret, ForwardingLog log) : IDisposable
{
    // Where events come and go for long, the file is written anew with what waits.
    private const long LargestFile = 4 << 20;

    private readonly string _folder = Path.GetFullPath(options.SpoolFolder!);
    private readonly string _name = $"{Mark(forwarder)}-{Guid.NewGuid():N}{ForwardingSpoolFile.Extension}";
    private readonly ConcurrentQueue<WaitingEvent> _fresh = [];
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly List<WaitingEvent> _kept = [];
    private readonly List<ForwardingSpoolFile> _adopted = [];
    private ForwardingSpoolFile? _file;
    private long _rewrittenLength;
    private bool _isEnded;

    private string OwnPath => Path.Combine(_folder, _name);

    /// <summary>Notes an event that waits; on the caller's thread.</summary>
    internal void Take(WaitingEvent waiting) => _fresh.Enqueue(waiting);

    /// <summary>Takes over what processes left that have ended, as far as there is room for it; <see cref="KeepAsync"/> makes it this one's own.</summary>
    /// <param name="room">How many more events may wait.</param>
    /// <param name="take">Lets an event wait.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task AdoptAsync(int room, Action<WaitingEvent> take, CancellationToken cancellationToken)
    {
        if (!Directory.Exists(_folder))
        {
            return;
        }

        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            foreach (string path in Directory.EnumerateFiles(_folder, $"{Mark(forwarder)}-*{ForwardingSpoolFile.Extension}").Where(path => path != OwnPath))
            {
                room -= Adopt(path, room, take);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Brings the file up to date; whether all that waits is in it.</summary>
    internal async Task<bool> KeepAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (!_isEnded)
            {
                await WriteAsync(cancellationToken).ConfigureAwait(false);

                // What is in the own file need not be in another.
                _adopted.ForEach(file => file.Delete());
                _adopted.Clear();
            }

            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or PingStoreException)
        {
            log.CannotSpool(forwarder, exception.Message);
            return false;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Ends the file: it goes where nothing waits, and otherwise stays for the next process.</summary>
    public void Dispose()
    {
        // A store that hangs is not waited for.
        bool isFree = _turn.Wait(TimeSpan.FromSeconds(1));
        _isEnded = true;
        _file?.Dispose();
        _adopted.ForEach(file => file.Dispose());
        if (isFree)
        {
            _turn.Release();
        }
    }

    /// <summary>What the names of a forwarder's files begin with: its own name may have letters that a file's has not.</summary>
    private static string Mark(string forwarder) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(forwarder)))[..8];

    /// <summary>Takes over one file, and keeps it open until the own file has what was in it.</summary>
    private int Adopt(string path, int room, Action<WaitingEvent> take)
    {
        ForwardingSpoolFile? file = null;
        try
        {
            file = ForwardingSpoolFile.TryAdopt(path, out IReadOnlyList<string> lines, out int torn);
            if (file is null || (lines.Count > 0 && ForwardingSpoolLines.ForwarderOf(lines) != forwarder)
                || ForwardingSpoolLines.Open(lines) is not { } left || left.Count > room)
            {
                return 0;
            }

            foreach (ForwardedEvent one in left)
            {
                take(new WaitingEvent(one));
            }

            log.Recovers(forwarder, left.Count, torn, path);
            _adopted.Add(file);
            file = null;
            return left.Count;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException or FormatException
            or KeyNotFoundException or InvalidOperationException)
        {
            log.CannotReadSpool(forwarder, path, exception.Message);
            return 0;
        }
        finally
        {
            file?.Dispose();
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        List<WaitingEvent> more = [];
        for (int i = _fresh.Count; i > 0 && _fresh.TryDequeue(out WaitingEvent? next); i--)
        {
            if (!next.IsSettled)
            {
                more.Add(next);
            }
        }

        // What cannot be written now is tried with the next round.
        WaitingEvent[] before = [.. _kept];
        HashSet<WaitingEvent> done = [.. before.Where(one => one.IsSettled)];
        _kept.RemoveAll(done.Contains);
        if (_kept.Count + more.Count == 0)
        {
            _file?.Delete();
            _file = null;
            return;
        }

        try
        {
            InstancePseudonyms pseudonyms = await secret.PseudonymsAsync(cancellationToken).ConfigureAwait(false);
            string[] lines = [.. more.Select(one => ForwardingSpoolLines.Of(pseudonyms.Name(one.Event)))];
            if (_file is null || _file.Length > Math.Max(LargestFile, 4 * _rewrittenLength) || !File.Exists(_file.Path))
            {
                ForwardingSpoolFile fresh = ForwardingSpoolFile.Create(
                    OwnPath,
                    [ForwardingSpoolLines.Head(forwarder), .. _kept.Select(one => ForwardingSpoolLines.Of(pseudonyms.Name(one.Event))), .. lines],
                    options.SpoolToDisk);
                _file?.Dispose();
                _file = fresh;
                _rewrittenLength = fresh.Length;
            }
            else if (lines.Length + done.Count > 0)
            {
                _file.Append(done.Count == 0 ? lines : [ForwardingSpoolLines.Of(done.Select(one => one.Event.Id)), .. lines]);
            }

            _kept.AddRange(more);
            log.Spools(forwarder);
        }
        catch
        {
            // Settled ones are told again, and what is new is new once more.
            _kept.Clear();
            _kept.AddRange(before);
            more.ForEach(_fresh.Enqueue);
            throw;
        }
    }
}
