using System.Net.Http.Headers;

namespace ServicePing.Runtime.Delivery;

/// <summary>What is posted, as often as redirects want it.</summary>
internal sealed class EgressRequest(
    Uri address, ReadOnlyMemory<byte> bytes, bool isZipped, IReadOnlyList<(string Name, string Value)> headers)
{
    private long _sentBytes;

    internal Uri Address => address;

    /// <summary>How many bytes of bodies were handed to connections.</summary>
    internal long SentBytes => Interlocked.Read(ref _sentBytes);

    internal HttpRequestMessage Message(Uri to, EgressClock limit)
    {
        HttpRequestMessage message = new(HttpMethod.Post, to)
        {
            Content = new EgressBody(bytes, isZipped, limit, piece => Interlocked.Add(ref _sentBytes, piece)),
        };
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach ((string name, string value) in headers)
        {
            message.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }
}
