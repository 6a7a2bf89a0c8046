using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>An endpoint of the REST API.</summary>
/// <param name="Method">Its method; one that reads is answered for HEAD as well.</param>
/// <param name="Path">Its path below the prefix of the API.</param>
/// <param name="Gate">What a request must bring.</param>
/// <param name="Summary">What it does, in a sentence.</param>
/// <param name="Handle">Answers a request that was admitted.</param>
internal sealed record ApiEndpoint(string Method, string Path, Gate Gate, string Summary, RequestDelegate Handle)
{
    /// <summary>The media type of what it answers with.</summary>
    internal string Answers { get; init; } = Answer.JsonType;

    /// <summary>The body that it takes; null where it takes none.</summary>
    internal ApiParameter? Takes { get; init; }

    /// <summary>The parameters in its query.</summary>
    internal IReadOnlyList<ApiParameter> Parameters { get; init; } = [];

    /// <summary>The statuses that it refuses with, beside those that its gate does.</summary>
    internal IReadOnlyList<int> Refuses { get; init; } = [];
}
