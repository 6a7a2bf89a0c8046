using System.Reflection;

namespace ServicePing.Definitions.Problems;

/// <summary>Where the page of a rule is read.</summary>
public static class RulePages
{
    /// <summary>Where the files of the project open; empty as long as it has no public address. See <c>Directory.Build.props</c>.</summary>
    private static readonly string Address = typeof(RulePages).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .FirstOrDefault(static attribute => attribute.Key == "ServicePingAddress")?.Value ?? "";

    /// <summary>The link to a page: below the project's address, otherwise the file that came along; empty where there is neither.</summary>
    /// <param name="rule">The rule.</param>
    /// <param name="folder">The folder of the documentation that came along, a whole path; empty where none did.</param>
    public static string Of(Rule rule, string folder) => Of(rule, folder, Address);

    internal static string Of(Rule rule, string folder, string address) =>
        address.Length > 0 ? $"{address.TrimEnd('/')}/docs/rules/{rule.Id}.md"
        : Uri.TryCreate(Path.Combine(folder, "rules", rule.Id + ".md"), UriKind.Absolute, out Uri? page) ? page.AbsoluteUri
        : "";
}
