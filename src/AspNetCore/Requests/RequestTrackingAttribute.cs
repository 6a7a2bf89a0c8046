using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>
/// Tracks requests that an endpoint answers with success. Its derived attributes stand on actions, controllers, page models, components and
/// handlers of minimal APIs; <see cref="RequestTrackingEndpointExtensions"/> adds them to any other endpoint.
/// </summary>
/// <remarks>
/// <para>
/// A request counts that asks for HTML, without <c>DNT: 1</c> and <c>Sec-GPC: 1</c>, that nothing fetches in advance, and that is answered
/// with 200 to 299, with 304, or, where it changes something (POST, PUT, PATCH, DELETE), with a redirection. HEAD and OPTIONS never count.
/// </para>
/// <para>
/// Nothing happens without <see cref="RequestTrackingBuilderExtensions.TrackRequests"/>, which the log of a program that maps the service ping
/// says as an error.
/// </para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method, AllowMultiple = true)]
public abstract class RequestTrackingAttribute : Attribute
{
    /// <param name="name">The name of what is tracked.</param>
    protected RequestTrackingAttribute(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name of what is tracked. The program does not start where no definition has it.</summary>
    public string Name { get; }

    /// <summary>Whether requests count that ask for something else than HTML, such as those of an API; false by default.</summary>
    public bool AnyRequest { get; set; }

    /// <summary>
    /// Whether a request counts; asked once a request, when all else says that it does: its answer is ready, or its headers are about to be
    /// sent. An exception makes it not count, which is logged.
    /// </summary>
    /// <param name="context">The request with its answer.</param>
    public virtual bool Applies(HttpContext context) => true;

    /// <summary>What it is called in messages.</summary>
    internal abstract string Kind { get; }

    /// <summary>The identifier that is counted, where it is the visitor's, whose cookie may have to be set before the answer begins.</summary>
    internal virtual bool MayNeedVisitor => false;

    /// <summary>Counts a request that applies.</summary>
    internal abstract TrackingResult Track(TrackedRequest request);

    /// <summary>The names that the program has for what is tracked so.</summary>
    internal abstract IReadOnlyCollection<string> NamesOf(EventTracker tracker);

    /// <summary>The route values that it reads.</summary>
    internal virtual IEnumerable<string> RouteValues => [];

    /// <summary>The name as the program's names are written.</summary>
    internal virtual string ComparedName => Name;
}
