using System.Reflection;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Primitives;

namespace ServicePing;

/// <summary>A parameter in the query of a request, or its body, as OpenAPI describes it.</summary>
/// <remarks>
/// Not <see cref="IAcceptsMetadata"/>, by which routing would answer a body of another type itself, without saying what is expected.
/// </remarks>
internal sealed class ApiParameter : IParameterBindingMetadata
{
    private static readonly Dictionary<string, ParameterInfo> Infos =
        ((Delegate)Signature).Method.GetParameters().ToDictionary(one => one.Name!, StringComparer.Ordinal);

    private ApiParameter(string name, string described, bool isOptional) =>
        (Name, ParameterInfo, IsOptional) = (name, Infos[described], isOptional);

    internal static ApiParameter IncludePaths { get; } = Query("include_paths", "includePaths");

    internal static ApiParameter Limit { get; } = Query("limit", "limit");

    internal static ApiParameter Cycle { get; } = Query("cycle", "cycle");

    internal static ApiParameter Event { get; } = Body("trackedEvent");

    internal static ApiParameter Events { get; } = Body("trackedEvents");

    internal static ApiParameter Counter { get; } = Body("counter");

    internal static ApiParameter Settings { get; } = Body("settings");

    internal static ApiParameter Receipt { get; } = Body("receipt");

    internal static ApiParameter SiteReport { get; } = Body("siteReport");

    public string Name { get; }

    public bool HasTryParse => false;

    public bool HasBindAsync => false;

    public ParameterInfo ParameterInfo { get; }

    public bool IsOptional { get; }

    /// <summary>Reads a truth; false where it is not there.</summary>
    internal bool ReadTruth(HttpRequest request) => Read(request) switch
    {
        null => false,
        "true" or "1" => true,
        "false" or "0" => false,
        _ => throw Invalid("true or false"),
    };

    /// <summary>Reads a whole number.</summary>
    internal int ReadNumber(HttpRequest request, int least, int most, int normally)
    {
        string? text = Read(request);
        return text is null ? normally
            : int.TryParse(text, out int number) && number >= least && number <= most ? number
            : throw Invalid(FormattableString.Invariant($"a whole number from {least} to {most}"));
    }

    /// <summary>Reads a text; null where it is not there.</summary>
    internal string? Read(HttpRequest request) => request.Query[Name] is var values && StringValues.IsNullOrEmpty(values) ? null
        : values.Count == 1 ? values[0]
        : throw Invalid("given once");

    private static ApiParameter Query(string name, string described) => new(name, described, isOptional: true);

    private static ApiParameter Body(string described) => new(described, described, isOptional: false);

    private RefusedException Invalid(string expected) => RefusedException.BadRequest($"'{Name}' must be {expected}.", $"{Name} is invalid");

    // What OpenAPI is told of types and places; never called.
    private static void Signature(
        [FromQuery] bool? includePaths,
        [FromQuery] int? limit,
        [FromQuery] string? cycle,
        [FromBody] TrackEventRequest trackedEvent,
        [FromBody] TrackEventsRequest trackedEvents,
        [FromBody] CounterRequest counter,
        [FromBody] Dictionary<string, JsonElement> settings,
        [FromBody] Dictionary<string, JsonElement> receipt,
        [FromBody] Dictionary<string, JsonElement> siteReport)
    {
    }
}
