using System.Buffers;
using System.IO.Compression;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace ServicePing.Versions;

/// <summary>A body as it came, and what it says once it is unpacked. Disposing it gives the unpacked bytes back.</summary>
internal sealed class ReceivedBody : IDisposable
{
    private const int FirstBuffer = 64 << 10;

    private readonly int _length;
    private byte[]? _rented;

    private ReceivedBody(byte[] sent, bool isGzip, byte[]? rented, int length) =>
        (Sent, IsGzip, _rented, _length) = (sent, isGzip, rented, length);

    internal byte[] Sent { get; }

    internal bool IsGzip { get; }

    internal ReadOnlyMemory<byte> Content => IsGzip ? _rented.AsMemory(0, _length) : Sent;

    /// <summary>Reads the body of a request within both limits.</summary>
    /// <param name="request">The request.</param>
    /// <param name="limits">How much is read and unpacked.</param>
    /// <param name="onSent">Told what has come before it is unpacked, so that it can be kept where it is refused.</param>
    /// <param name="cancellationToken">The sender is gone.</param>
    /// <exception cref="RefusedInputException">Too much, of another type, or not the gzip that it says it is.</exception>
    internal static async Task<ReceivedBody> ReadAsync(
        HttpRequest request, BodyLimits limits, Action<byte[]> onSent, CancellationToken cancellationToken)
    {
        CheckType(request.ContentType);
        bool isGzip = IsGzipEncoding(request);
        byte[] sent = await ReadSentAsync(request, limits.Sent, cancellationToken).ConfigureAwait(false);
        onSent(sent);
        return Unpack(sent, isGzip, limits);
    }

    /// <summary>Unpacks bytes that came another way.</summary>
    internal static ReceivedBody Unpack(byte[] sent, bool isGzip, BodyLimits limits)
    {
        if (!isGzip)
        {
            return sent.Length <= limits.Unpacked ? new ReceivedBody(sent, false, null, sent.Length) : throw TooMuch(limits.Unpacked);
        }

        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(Math.Max(sent.Length * 8, FirstBuffer), limits.Unpacked + 1));
        try
        {
            int length = Inflate(sent, ref buffer, limits.Unpacked);
            return new ReceivedBody(sent, true, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _rented, null) is { } buffer)
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static void CheckType(string? type)
    {
        string media = type?.Split(';')[0].Trim() ?? "";
        if (!media.Equals("application/json", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedInputException(415, $"The Content-Type is '{media}'; send application/json.");
        }
    }

    private static bool IsGzipEncoding(HttpRequest request) => request.Headers.ContentEncoding.ToString() switch
    {
        "" or "identity" => false,
        "gzip" => true,
        string other => throw new RefusedInputException(415, $"The Content-Encoding '{other}' is not known; send gzip or none."),
    };

    private static async Task<byte[]> ReadSentAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            throw TooMuch(limit);
        }

        PipeReader reader = request.BodyReader;
        while (true)
        {
            ReadResult read = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            if (read.Buffer.Length > limit)
            {
                reader.AdvanceTo(read.Buffer.End);
                throw TooMuch(limit);
            }

            if (read.IsCompleted)
            {
                byte[] sent = read.Buffer.ToArray();
                reader.AdvanceTo(read.Buffer.End);
                return sent;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static int Inflate(byte[] sent, ref byte[] buffer, int limit)
    {
        using MemoryStream source = new(sent, writable: false);
        using GZipStream gzip = new(source, CompressionMode.Decompress);
        int length = 0;
        try
        {
            while (gzip.Read(buffer, length, buffer.Length - length) is > 0 and int read)
            {
                length += read;
                if (length > limit)
                {
                    throw TooMuch(limit);
                }

                if (length == buffer.Length)
                {
                    Grow(ref buffer, limit);
                }
            }
        }
        catch (InvalidDataException broken)
        {
            throw Damaged(broken.Message);
        }

        // A stream that ends early is no error to the unpacker; the length at the end of the only member tells.
        return sent.Length >= 18 && BitConverter.ToUInt32(sent.AsSpan(^4..)) == (uint)length ? length : throw Damaged("it is cut short");
    }

    private static void Grow(ref byte[] buffer, int limit)
    {
        byte[] larger = ArrayPool<byte>.Shared.Rent((int)Math.Min((long)buffer.Length * 2, limit + 1L));
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
    }

    private static RefusedInputException TooMuch(int limit) =>
        new(413, $"The body is larger than {limit} bytes, the limit of this receiver.");

    private static RefusedInputException Damaged(string how) =>
        new(400, $"The body is not the gzip stream of one member that its Content-Encoding says: {how.TrimEnd('.')}.");
}

/// <summary>How much of a body is taken.</summary>
/// <param name="Sent">Bytes as they come.</param>
/// <param name="Unpacked">Bytes after unpacking.</param>
/// <param name="Depth">How deeply JSON may be nested.</param>
internal sealed record BodyLimits(int Sent, int Unpacked, int Depth);
