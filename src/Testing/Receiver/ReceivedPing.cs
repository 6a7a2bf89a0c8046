namespace ServicePing.Testing;

/// <summary>A ping that a <see cref="TestReceiver"/> has taken.</summary>
/// <param name="Number">How the receiver calls it, from 1 on: <c>usage_data_id</c>.</param>
/// <param name="Uuid">The installation that it is of.</param>
/// <param name="Cycle">The cycle that it is of, such as <c>2026-W48</c>.</param>
/// <param name="Bytes">The payload, uncompressed: the very bytes that the installation keeps.</param>
/// <param name="Headers">The headers of the request, by their names in any case.</param>
public sealed record ReceivedPing(
    int Number, string Uuid, string Cycle, ReadOnlyMemory<byte> Bytes, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Its values, by the members that the generator made.</summary>
    public PayloadReader Values => PayloadReader.Parse(Bytes);
}

/// <summary>A request that a <see cref="TestReceiver"/> has refused.</summary>
/// <param name="Path">The path that it was sent to, such as <c>/usage_data</c>.</param>
/// <param name="Status">The status that it was answered with.</param>
/// <param name="Reasons">What was wrong with it, a sentence each.</param>
/// <param name="Bytes">Its body, uncompressed as far as it could be.</param>
/// <param name="Headers">Its headers, by their names in any case.</param>
public sealed record RefusedRequest(
    string Path, int Status, IReadOnlyList<string> Reasons, ReadOnlyMemory<byte> Bytes, IReadOnlyDictionary<string, string> Headers);

/// <summary>Something else than a ping that a <see cref="TestReceiver"/> has taken, such as what metrics have cost.</summary>
/// <param name="Path">The path that it was sent to, such as <c>/usage_ping_metadata</c>.</param>
/// <param name="Bytes">Its body, uncompressed.</param>
public sealed record ReceivedReport(string Path, ReadOnlyMemory<byte> Bytes);
