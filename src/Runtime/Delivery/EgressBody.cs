using System.Net;
using System.Net.Http.Headers;

namespace ServicePing.Runtime.Delivery;

/// <summary>A JSON body that tells the clock when it begins to leave and when it has left.</summary>
internal sealed class EgressBody : HttpContent
{
    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly EgressClock _clock;
    private readonly Action<int> _left;

    internal EgressBody(ReadOnlyMemory<byte> bytes, bool isZipped, EgressClock clock, Action<int> left)
    {
        (_bytes, _clock, _left) = (bytes, clock, left);
        Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (isZipped)
        {
            Headers.ContentEncoding.Add("gzip");
        }
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        _clock.BeginWrite();
        for (int sent = 0; sent < _bytes.Length;)
        {
            int piece = Math.Min(1 << 14, _bytes.Length - sent);
            await stream.WriteAsync(_bytes.Slice(sent, piece), cancellationToken).ConfigureAwait(false);
            _left(piece);
            sent += piece;
        }

        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        _clock.BeginAnswer();
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _bytes.Length;
        return true;
    }
}
