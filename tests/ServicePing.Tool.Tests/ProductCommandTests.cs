using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary><c>history</c> and <c>send</c> against what answers like a product's API.</summary>
public sealed class ProductCommandTests : IDisposable
{
    private readonly HttpListener _product;
    private readonly string _address;
    private string _request = "";
    private int _status = 200;
    private string _body = "{}";

    public ProductCommandTests()
    {
        (_product, _address) = Listen();
        _ = AnswerAsync();
    }

    public void Dispose() => ((IDisposable)_product).Dispose();

    [Fact]
    public async Task The_history_is_a_line_a_ping_with_its_reason()
    {
        _body = """
            { "next": { "cycle": "2026-W49", "due_at": "2026-12-01T04:33:00.000Z", "may_be_sent": true, "reason": "It is due then." },
              "cycles": [ { "cycle": "2026-W48", "kind": "weekly", "state": "sent", "reason": "The receiver has it.", "attempts": 1,
                "deliveries": [ { "number": 1, "receiver": "https://versions.example/", "outcome": "taken", "message": "It was stored." } ] } ] }
            """;

        ProgramRun run = await Run("s3cret", "history", _address, "--limit", "3");

        Assert.Equal((0, ""), (run.ExitCode, run.Errors));
        Assert.Equal(
            """
            2026-W48  sent  The receiver has it.
                taken to https://versions.example/: It was stored.
            next: 2026-W49, due 2026-12-01T04:33:00.000Z. It is due then.

            """, run.Output);
        Assert.Equal("GET /api/v4/usage_data/history?limit=3 s3cret", _request);
        Assert.Equal("2026-W49", JsonElement.Parse((await Run("s3cret", "history", _address + "/other/", "--json")).Output).GetProperty("next").GetProperty("cycle").GetString());
        Assert.Equal("GET /other/usage_data/history?limit=10 s3cret", _request);
    }

    [Theory]
    [InlineData("sent", 0)]
    [InlineData("kept", 1)]
    public async Task A_ping_is_asked_for_and_told_how_far_it_is(string state, int exitCode)
    {
        _body = $$"""{ "cycle": "by-hand-1", "kind": "by_hand", "state": "{{state}}", "reason": "Because.", "attempts": 0, "deliveries": [] }""";

        ProgramRun run = await Run("s3cret", "send", _address);

        Assert.Equal((exitCode, $"by-hand-1  {state}  Because.\n", ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal("POST /api/v4/usage_data/send s3cret", _request);
    }

    [Theory]
    [InlineData(403, """{ "title": "Forbidden", "status": 403, "detail": "The token lacks the scope api." }""", "answers 403 Forbidden. The token lacks the scope api.\n")]
    [InlineData(401, "", "answers 401 Unauthorized. Set SERVICEPING_TOKEN to a token of an administrator")]
    [InlineData(404, "<html>", "answers 404 Not Found. Give the address of the API")]
    [InlineData(200, "<html>", "answers with something else than JSON")]
    public async Task A_refusal_is_told_in_a_sentence(int status, string body, string message)
    {
        (_status, _body) = (status, body);

        ProgramRun run = await Run("s3cret", "send", _address);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", run.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "s3cret", "cannot be reached", "send", "http://127.0.0.1:1")]
    [InlineData(2, null, "There is no token: set SERVICEPING_TOKEN", "send", "https://127.0.0.1:1")]
    [InlineData(2, "two words", "There is no token", "send", "https://127.0.0.1:1")]
    [InlineData(2, "s3cret", "is no address of a product: write it like", "history", "shop.example.com")]
    [InlineData(2, "s3cret", "would carry the token where others can read it: write https.", "history", "http://shop.example.com")]
    [InlineData(2, "s3cret", "--limit is a number from 1 to 1000.", "history", "https://shop.example.com", "--limit", "0")]
    [InlineData(2, "s3cret", "Required argument missing", "history")]
    public async Task Wrong_usage_is_refused_in_a_sentence(int exitCode, string? token, string message, params string[] arguments)
    {
        ProgramRun run = await Run(token, arguments);

        Assert.Equal(exitCode, run.ExitCode);
        Assert.Contains(message, run.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Errors, StringComparison.Ordinal);
        Assert.Equal("", _request);
    }

    private static (HttpListener Product, string Address) Listen()
    {
        while (true)
        {
            string address = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{Random.Shared.Next(20_000, 30_000)}");
            HttpListener product = new();
            product.Prefixes.Add(address + "/");
            try
            {
                product.Start();
                return (product, address);
            }
            catch (HttpListenerException)
            {
                // Somebody else has the port, and a listener that could not start never does.
            }
        }
    }

    private async Task AnswerAsync()
    {
        while (_product.IsListening)
        {
            HttpListenerContext context = await _product.GetContextAsync();
            _request = $"{context.Request.HttpMethod} {context.Request.RawUrl} {context.Request.Headers["PRIVATE-TOKEN"]}";
            context.Response.StatusCode = _status;
            context.Response.Close(Encoding.UTF8.GetBytes(_body), willBlock: false);
        }
    }

    private static async Task<ProgramRun> Run(string? token, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", [Path.Combine(AppContext.BaseDirectory, "serviceping.dll"), .. arguments])
        {
            RedirectStandardOutput = true, RedirectStandardError = true,
        };
        start.Environment["SERVICEPING_TOKEN"] = token;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return new ProgramRun(process.ExitCode, output, await errors);
    }
}
