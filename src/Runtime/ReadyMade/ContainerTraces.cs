namespace ServicePing.Runtime.ReadyMade;

/// <summary>What container engines leave in a container: .NET's images set a variable, Docker and Podman make a file, Kubernetes sets a variable.</summary>
internal static class ContainerTraces
{
    internal static bool AreThere(Func<string, string?> variable, Predicate<string> isFile) =>
        variable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1"
        || variable("KUBERNETES_SERVICE_HOST") is { Length: > 0 }
        || isFile("/.dockerenv")
        || isFile("/run/.containerenv");
}
