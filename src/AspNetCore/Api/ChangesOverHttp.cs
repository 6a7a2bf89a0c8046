namespace ServicePing;

/// <summary>Whether the program allows changes over HTTP at all.</summary>
internal static class ChangesOverHttp
{
    internal static void Demand(ServicePingHttpOptions options)
    {
        if (options.IsReadOnly)
        {
            throw new RefusedException(new Problem(409, "This program allows no change over HTTP; change its configuration instead."));
        }
    }
}
