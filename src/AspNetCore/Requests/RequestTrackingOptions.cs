using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>How requests are tracked.</summary>
public sealed class RequestTrackingOptions
{
    /// <summary>
    /// Who a user is, as the identifier that events are counted with; none counts no user. By default it is the claim
    /// <see cref="System.Security.Claims.ClaimTypes.NameIdentifier"/> or <c>sub</c>: a whole number or a UUID where it reads as one.
    /// </summary>
    public Func<HttpContext, EventValue> UserOf { get; set; } = RequestUser.IdentifierOf;

    /// <summary>The identifier that the user is; <c>user</c> by default, and another where the product's vocabulary has another name.</summary>
    public string UserIdentifier { get; set; } = RequestUser.Identifier;

    /// <summary>The name of the cookie by which visitors are told apart; <c>visitor_id</c> by default.</summary>
    public string VisitorCookie { get; set; } = "visitor_id";
}
