using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Guides;

/// <summary>docs/getting-started.md, followed to the letter in an empty folder; only its two ports are others.</summary>
[Collection(InstalledTools.OfOneUser)]
public sealed class GettingStartedTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-guide-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Who_follows_the_page_has_sent_a_ping()
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        Dictionary<string, string> shell = await GuideShell.WithPackagesAsync();
        shell["PGHOST"] = "127.0.0.1";
        shell["PGPORT"] = $"{postgres.Port}";
        shell["PGUSER"] = "postgres";
        string script = Guide.ToScript("getting-started.md", shell)
            .Replace("5080", $"{FreePort()}", StringComparison.Ordinal)
            .Replace("5090", $"{FreePort()}", StringComparison.Ordinal);

        (int exitCode, string output) = await Dotnet.RunProgramAsync("bash", _folder.FullName, "-c", script);

        Assert.True(exitCode == 0, output + Logs());
        string[] pings = [.. output.Split('\n').Where(line => line.Contains("\"recorded_at\"", StringComparison.Ordinal))];
        Assert.True(pings is [var sent, var received] && sent == received, output);
        JsonElement expected = JsonElement.Parse(PageBlock.OfPage("getting-started.md").Single(block => block is { Language: "json", Path: null }).Text);
        Assert.True(JsonElement.DeepEquals(expected.GetProperty("counts"), JsonElement.Parse(pings[1]).GetProperty("counts")), output);
    }

    private string Logs() => string.Concat(_folder.EnumerateFiles("*.log").Select(file => $"\n{file.Name}:\n{File.ReadAllText(file.FullName)}"));

    private static int FreePort()
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
