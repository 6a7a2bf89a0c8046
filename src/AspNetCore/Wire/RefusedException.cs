namespace ServicePing;

/// <summary>A request is refused, with the answer to it.</summary>
internal sealed class RefusedException(Problem problem) : Exception(problem.Detail)
{
    internal Problem Problem => problem;

    internal static RefusedException BadRequest(string detail, string? error = null) => new(new Problem(400, detail) { Error = error });
}
