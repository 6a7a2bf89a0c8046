namespace ServicePing.Testing;

/// <summary>Whom PostgreSQL runs as, which refuses root.</summary>
internal static class UnprivilegedUser
{
    private static readonly string[] Candidates = ["postgres", "nobody"];

    /// <summary>Null when we are an ordinary user and can be ourselves.</summary>
    public static string? ForPostgres()
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return null;
        }

        string[] users = [.. File.ReadLines("/etc/passwd").Select(line => line.Split(':')[0])];
        return Candidates.FirstOrDefault(users.Contains) ?? throw new PrivateServerException(
            $"PostgreSQL refuses to run as root, and there is no user {string.Join(" or ", Candidates)} to run it as.");
    }
}
