using System.Text;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>A page that people follow block by block in one shell: files to write and commands to run.</summary>
internal static class Guide
{
    /// <summary>
    /// The page as one script of bash: each file as it stands, each command in its place, and the first that fails ends it. Programs
    /// that it leaves in the background end with it. JSON without a file is what somebody gets to see.
    /// </summary>
    /// <param name="page">The page, seen from <c>docs</c>.</param>
    /// <param name="shell">The variables that the shell has before.</param>
    internal static string ToScript(string page, IReadOnlyDictionary<string, string> shell)
    {
        // Jobs have numbers and groups of processes in a shell that somebody types into, and with -m.
        StringBuilder script = new("set -em\ntrap 'for job in $(jobs -p); do kill -- -\"$job\"; done 2>/dev/null || true' EXIT\n");
        foreach ((string name, string value) in shell)
        {
            script.Append("export ").Append(name).Append("='").Append(value).Append("'\n");
        }

        foreach (PageBlock block in PageBlock.OfPage(page))
        {
            if (block.Path is { } path)
            {
                script.Append("mkdir -p \"$(dirname '").Append(path).Append("')\"\ncat > '").Append(path).Append("' <<'END OF FILE'\n")
                    .Append(block.Text).Append("END OF FILE\n");
            }
            else if (block.Language != "json")
            {
                Assert.Equal("sh", block.Language);
                script.Append(block.Text);
            }
        }

        return script.ToString();
    }
}
