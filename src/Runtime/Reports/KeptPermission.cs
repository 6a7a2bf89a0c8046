using System.Text.Json;
using ServicePing.Runtime.Plans;

namespace ServicePing;

/// <summary>
/// Whether a ping that was kept may still leave: permissions may have changed since, and the bytes may not, for a cycle has one ping.
/// </summary>
internal static class KeptPermission
{
    // Deeper is no ping of ours.
    private static readonly JsonReaderOptions Depth = new() { MaxDepth = 64 };

    /// <summary>Why the bytes may not leave, in a sentence; null where they may.</summary>
    /// <param name="program">The metrics of the program.</param>
    /// <param name="catalogue">Who owns them.</param>
    /// <param name="permissions">What a ping may hold now.</param>
    /// <param name="json">The bytes that were kept.</param>
    /// <exception cref="FormatException">Owners are left out, and an assembly carries a catalogue of a later version.</exception>
    internal static string? Violation(
        PingProgram program, ServicePingCatalogue catalogue, PingPermissions permissions, ReadOnlyMemory<byte> json)
    {
        if (permissions == PingPermissions.Everything)
        {
            return null;
        }

        Look look = new(program, PingScope.Of(program, catalogue, permissions), permissions);
        try
        {
            Utf8JsonReader reader = new(json.Span, Depth);
            return reader.Read() && reader.TokenType == JsonTokenType.StartObject
                ? look.Properties(ref reader, "")
                : "The ping that was kept is no JSON object, so that nobody can say whether what it holds is permitted.";
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // What the reader quotes may be a value of the ping, which a message must not carry on.
            return "The ping that was kept is no JSON, so that nobody can say whether what it holds is permitted.";
        }
    }

    /// <summary>A walk over the properties of a ping; every one counts, also where a name stands twice.</summary>
    private sealed class Look
    {
        private readonly PingScope _scope;
        private readonly HashSet<string> _leftOut;
        private readonly Dictionary<string, int> _slots = new(StringComparer.Ordinal);
        private readonly HashSet<string> _parents = new(StringComparer.Ordinal);

        internal Look(PingProgram program, PingScope scope, PingPermissions permissions)
        {
            _scope = scope;
            _leftOut = new HashSet<string>(permissions.LeftOutKeyPaths, StringComparer.Ordinal);
            foreach ((int slot, MetricPlan metric) in program.Metrics.Index())
            {
                _slots[metric.KeyPath] = slot;
                for (int dot = metric.KeyPath.IndexOf('.'); dot >= 0; dot = metric.KeyPath.IndexOf('.', dot + 1))
                {
                    _parents.Add(metric.KeyPath[..dot]);
                }
            }
        }

        /// <summary>The first that is not permitted; the reader is behind the object where there is none.</summary>
        internal string? Properties(ref Utf8JsonReader reader, string parent)
        {
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string keyPath = parent + reader.GetString();
                reader.Read();
                if (Refusal(keyPath, isObject: reader.TokenType == JsonTokenType.StartObject) is { } refusal)
                {
                    return $"The ping that was kept holds '{keyPath}', which is not permitted any more. {refusal}";
                }

                if (reader.TokenType == JsonTokenType.StartObject && !_slots.ContainsKey(keyPath))
                {
                    if (Properties(ref reader, keyPath + ".") is { } inner)
                    {
                        return inner;
                    }
                }
                else
                {
                    reader.Skip();
                }
            }

            return null;
        }

        /// <remarks>
        /// A metric that an earlier version of the program had may be of a category or owner that is left out, which nobody knows.
        /// </remarks>
        private string? Refusal(string keyPath, bool isObject) =>
            _slots.TryGetValue(keyPath, out int slot) ? _scope.RefusalOf(slot)
            : _leftOut.Contains(keyPath) ? "The metric is left out by its key path."
            : isObject && _parents.Contains(keyPath) ? null
            : "The program has no such metric, hence nobody knows its category and owner.";
    }
}
