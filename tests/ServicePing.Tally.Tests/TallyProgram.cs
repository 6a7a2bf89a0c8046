using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServicePing.Demo.Tests;
using ServicePing.Tests;

namespace ServicePing.Tally.Tests;

/// <summary>Tally as it runs at a customer's: a process of its own, reached over HTTP.</summary>
internal sealed class TallyProgram : IDisposable
{
    private readonly RunningProgram _process;

    private TallyProgram(RunningProgram process, Uri address)
    {
        _process = process;
        Client = new HttpClient { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };
    }

    public HttpClient Client { get; }

    /// <summary>What it wrote to its log.</summary>
    public string Log => _process.Output + _process.Errors;

    /// <summary>Starts it at the beginning of the weeks.</summary>
    /// <param name="command">The program, and what stands before its arguments.</param>
    /// <param name="postgres">How to connect to its database.</param>
    /// <param name="redis">How to connect to its Redis.</param>
    public static async Task<TallyProgram> StartAsync(IReadOnlyList<string> command, string postgres, string redis)
    {
        RunningProgram process = new(
            command[0],
            [
                .. command.Skip(1),
                "--urls=http://127.0.0.1:0",
                $"--contentRoot={Repository.PathOf("samples/Tally")}",
                $"--ConnectionStrings:Postgres={postgres}",
                $"--ConnectionStrings:Redis={redis}",
                $"--Demonstration:Start={Weeks.Start:O}",
            ]);
        try
        {
            string line = await process.LineAsync("Now listening on: ", TimeSpan.FromMinutes(2));
            return new TallyProgram(process, new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()));
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    /// <summary>Does all that is done in the weeks, each at its time, and sets the clock to the moment of the ping.</summary>
    public async Task LiveAsync(IEnumerable<Act> acts)
    {
        List<Uri> invoices = [];
        foreach (Act act in acts)
        {
            await SetClockAsync(act.At);
            Uri? invoice = act.Invoice >= 0 && act.Invoice < invoices.Count ? invoices[act.Invoice] : null;
            if (await DoAsync(act, invoice) is { } written)
            {
                invoices.Add(written);
            }
        }

        await SetClockAsync(Weeks.Now);
    }

    public async Task<JsonNode> PingAsync() => (await Client.GetFromJsonAsync<JsonNode>("service_ping"))!;

    public void Dispose()
    {
        Client.Dispose();
        _process.Dispose();
    }

    /// <summary>Does something; it must succeed.</summary>
    /// <returns>The invoice that was written, if it was that.</returns>
    public async Task<Uri?> DoAsync(Act act, Uri? invoice)
    {
        using HttpResponseMessage response = await (act.Deed switch
        {
            Deed.Create => Client.PostAsJsonAsync(
                "invoices",
                new
                {
                    customer = act.CustomerId,
                    author = act.UserId,
                    currency = "EUR",
                    total = 10.5m + act.Customer,
                    options = new { template = "modern", reminders = act.User % 2 == 0 },
                }),
            Deed.Send => Client.PostAsJsonAsync($"{invoice}/send", new { user = act.UserId, channel = act.Channel }),
            Deed.Pay => Client.PostAsJsonAsync(
                $"{invoice}/payments", new { user = act.UserId, method = "directDebit", amount = act.Cents / 100m }),
            Deed.Delete => Client.DeleteAsync(Uri($"{invoice}?user={act.UserId}")),
            Deed.ExportPdf => Client.GetAsync(Uri($"{invoice}.pdf?user={act.UserId}")),
            Deed.ExportXml => Client.GetAsync(Uri($"{invoice}.xml?user={act.UserId}")),
            _ => Client.GetAsync(Uri($"accounts/{act.AccountId}/dashboard?user={act.UserId}")),
        });
        if (!response.IsSuccessStatusCode)
        {
            Assert.Fail($"{act}: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}\n{Log}");
        }

        return response.StatusCode == HttpStatusCode.Created ? response.Headers.Location : null;

        static Uri Uri(string path) => new(path, UriKind.Relative);
    }

    private async Task SetClockAsync(DateTimeOffset now)
    {
        using HttpResponseMessage response = await Client.PutAsync(
            new Uri($"demonstration/clock?now={now.UtcDateTime:yyyy-MM-ddTHH:mm:ssZ}", UriKind.Relative), null);
        response.EnsureSuccessStatusCode();
    }
}
