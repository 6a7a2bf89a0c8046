using System.Security.Claims;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>How the service ping is reached over HTTP; set in the call of <c>MapServicePing</c> and fixed from then on.</summary>
public sealed class ServicePingHttpOptions
{
    /// <summary>What the addresses of the REST API begin with, such as <c>/api/v4</c>; null for no API.</summary>
    /// <remarks>A path base of the program comes before it.</remarks>
    public string? ApiPrefix { get; set; } = "/api/v4";

    /// <summary>Where the administrator's page is, such as <c>/admin/service_ping</c>; null for no page.</summary>
    /// <remarks>A path base of the program comes before it.</remarks>
    public string? PagePrefix { get; set; } = "/admin/service_ping";

    /// <summary>
    /// The dictionary of the metrics that the administrator's page shows, a file that a build with <c>ServicePingShipDictionary</c> writes;
    /// from the program's folder where it is no whole path. By default it is <c>ServicePing.dictionary.json</c>, where that is there; null for none.
    /// </summary>
    public string? DictionaryFile { get; set; } = ShippedDictionary.FileName;

    /// <summary>The policy that administrators satisfy, a name that the program has given to <c>AddAuthorization</c>.</summary>
    public string? AdministratorPolicy { get; set; }

    /// <summary>The policy that users satisfy who track events; null for everybody who is signed in.</summary>
    public string? UserPolicy { get; set; }

    /// <summary>Whether <c>GET usage_data/queries</c> answers; otherwise it is 404, as by default.</summary>
    public bool QueriesApi { get; set; }

    /// <summary>Whether <c>GET usage_data/non_sql_metrics</c> answers; otherwise it is 404, as by default.</summary>
    public bool NonSqlMetricsApi { get; set; }

    /// <summary>Whether page and API show everything and change nothing; false by default. Events are tracked all the same.</summary>
    public bool IsReadOnly { get; set; }

    /// <summary>
    /// Whether a change that comes with a cookie needs a token of the program's antiforgery as well, where the program has registered it;
    /// true by default. That the request comes from the program's own pages is asked for in any case.
    /// </summary>
    public bool UsesAntiforgery { get; set; } = true;

    /// <summary>How many requests to track a user may send in a minute, more being answered with 429; 600 by default, 0 for any number.</summary>
    /// <remarks>A request carries up to 50 events. Where everybody may track, all who are not signed in share the number.</remarks>
    public int TrackingRequestsPerMinute { get; set; } = 600;

    /// <summary>How many bytes the body of a request may have, more being answered with 413; 65,536 by default.</summary>
    public int LongestBody { get; set; } = 65_536;

    /// <summary>
    /// Who a user is, as the identifier that events are counted with; none counts no user. By default it is the claim
    /// <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> or <c>sub</c>: a whole number or a UUID where it reads as one.
    /// </summary>
    public Func<HttpContext, EventValue> UserOf { get; set; } = RequestUser.IdentifierOf;

    /// <summary>The identifier that the user is; <c>user</c> by default, and another where the product's vocabulary has another name.</summary>
    public string UserIdentifier { get; set; } = RequestUser.Identifier;

    /// <summary>
    /// What the history calls whoever changes something. By default it is the name of the identity, or its identifier, or
    /// <c>somebody who was not asked to sign in</c>.
    /// </summary>
    public Func<HttpContext, string> NameOf { get; set; } = RequestUser.NameOf;

    /// <summary>
    /// Whether a project or namespace that a request to track names exists, and its user may see it. One that does not is left out and
    /// reported, and the event is counted without it, as GitLab does. Every one does by default.
    /// </summary>
    public Func<HttpContext, TrackedPlace, ValueTask<bool>>? IsKnownPlace { get; set; }

    /// <summary>
    /// Who the user of a personal access token is now, so that the policies of the program decide on them as on everybody else; null
    /// refuses the token. Where it is left out, a token has the rights that its user had when it was created.
    /// </summary>
    public Func<HttpContext, AccessToken, ValueTask<ClaimsPrincipal?>>? TokenUserOf { get; set; }

    /// <summary>Whether everybody who reaches the program is its administrator.</summary>
    internal bool AllowsAnonymousAdministrators { get; private set; }

    /// <summary>Whether nobody is asked who tracks.</summary>
    internal bool AllowsAnonymousTracking { get; private set; }

    /// <summary>Lets everybody who reaches the program read and change everything, such as behind a gate that asks in its place.</summary>
    /// <returns>These options.</returns>
    public ServicePingHttpOptions AllowAnonymousAdministrators()
    {
        AllowsAnonymousAdministrators = true;
        return this;
    }

    /// <summary>Lets everybody who reaches the program track events, also without signing in.</summary>
    /// <returns>These options.</returns>
    public ServicePingHttpOptions AllowAnonymousTracking()
    {
        AllowsAnonymousTracking = true;
        return this;
    }
}

/// <summary>A project or namespace that a request to track names.</summary>
/// <param name="Kind"><c>project</c> or <c>namespace</c>.</param>
/// <param name="Identifier">Its identifier: a whole number, a UUID or a text.</param>
public readonly record struct TrackedPlace(string Kind, EventValue Identifier);
