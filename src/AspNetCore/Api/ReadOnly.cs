namespace ServicePing;

/// <summary>What changes nothing where the program allows no change over HTTP.</summary>
internal static class ReadOnly
{
    internal static void Refuse(ServicePingHttpOptions options)
    {
        if (options.IsReadOnly)
        {
            throw new RefusedException(new Problem(409, "This program allows no change over HTTP; change its configuration instead."));
        }
    }
}
