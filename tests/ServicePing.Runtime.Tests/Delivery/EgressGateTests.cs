using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>Nothing of the library passes the gate by.</summary>
public sealed partial class EgressGateTests
{
    [Fact]
    public void The_gate_alone_makes_what_talks_http()
    {
        string[] makers = [.. Directory.EnumerateFiles(Repository.PathOf("src", "Runtime"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/obj/", StringComparison.Ordinal) && Maker().IsMatch(File.ReadAllText(file)))
            .Select(file => Path.GetFileName(file)!)];

        Assert.Equal(["EgressGate.cs"], makers);
    }

    [GeneratedRegex(@"new\s+(HttpClient|SocketsHttpHandler|HttpClientHandler|HttpMessageInvoker|WebClient|TcpClient|Socket|ClientWebSocket|SslStream)\b|WebRequest\.Create|IHttpClientFactory|\bDns\.")]
    private static partial Regex Maker();
}
