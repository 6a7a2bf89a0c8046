using System.Diagnostics;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Runs the examples of docs/rest-api.md, one after the other, by the curl that they name.</summary>
public sealed partial class TranscriptTests
{
    private const string Anything = "…";

    [Fact]
    public async Task Every_example_answers_as_the_page_says()
    {
        string page = await File.ReadAllTextAsync(Repository.PathOf("docs", "rest-api.md"));
        (string Command, string Answer)[] examples =
        [
            .. Example().Matches(page).Select(match => (match.Groups["command"].Value, match.Groups["answer"].Value.Trim())),
        ];
        Assert.Equal(Mentioned().Matches(page).Select(match => match.Value).Distinct().Order(), examples.Select(one => Path().Match(one.Command).Value).Distinct().Order());

        await using PingHost host = await PingHost.StartAsync(options =>
        {
            options.QueriesApi = true;
            options.NonSqlMetricsApi = true;
        }, arguments: ["--ServicePing:Sites:Name=amsterdam", "--ServicePing:Sites:Secondaries:0=berlin"]);
        await host.Get<IPingHistory>().SendNowAsync("the tests");
        CreatedToken token = await host.TokenAsync();
        CreatedToken site = await host.Get<ServicePingTokens>().CreateAsync(
            new TokenRequest("berlin", "7", "user 7", [TokenScopes.SiteReport], TimeProvider.System.GetUtcNow().AddDays(1)), "the tests");
        foreach ((string command, string expected) in examples)
        {
            string answer = await RunAsync(
                command.Replace("https://shop.example.com", host.Address.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal), token.Text, site.Text);

            Assert.True(Fits(expected, answer), $"{command}\nanswered\n{answer}\nand not\n{expected}");
        }
    }

    private static async Task<string> RunAsync(string command, string token, string site)
    {
        ProcessStartInfo start = new("bash", ["-c", command]) { RedirectStandardOutput = true };
        start.Environment["TOKEN"] = token;
        start.Environment["SITE_TOKEN"] = site;
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output;
    }

    private static bool Fits(string expected, string answer)
    {
        if (expected.StartsWith('{'))
        {
            return Fits(JsonElement.Parse(expected), JsonElement.Parse(answer));
        }

        string[] lines = expected.Split('\n');
        return lines is [.. var first, "..."]
            ? answer.StartsWith(string.Join('\n', first), StringComparison.Ordinal)
            : answer.TrimEnd() == expected;
    }

    /// <summary>Whether everything that is expected is there; more may be.</summary>
    private static bool Fits(JsonElement expected, JsonElement actual) => expected.ValueKind == JsonValueKind.String && expected.GetString() == Anything
        || (expected.ValueKind == JsonValueKind.Object && actual.ValueKind == JsonValueKind.Object
            ? expected.EnumerateObject().All(one => actual.TryGetProperty(one.Name, out JsonElement value) && Fits(one.Value, value))
            : JsonElement.DeepEquals(expected, actual));

    [GeneratedRegex(@"```console\n\$ (?<command>(?:.*\\\n)*.*\n)(?<answer>(?:.*\n)*?)```")]
    private static partial Regex Example();

    [GeneratedRegex(@"(?<=\| `(?:GET|POST|PUT) |, `PUT )\w+(?=`)")]
    private static partial Regex Mentioned();

    [GeneratedRegex(@"(?<=/usage_data/)\w+")]
    private static partial Regex Path();
}
