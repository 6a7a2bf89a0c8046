using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Schedule;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>A ping goes the whole way through a real proxy, that of the options or of the environment.</summary>
public sealed class ProxyTests : SendingTest
{
    private const string Receiver = "https://receiver.invalid";
    private const string Secret = "ge%40heim";

    private readonly CertificateAuthority _authority = new();

    [Theory]
    [InlineData("")]
    [InlineData("ada:" + Secret + "@")]
    public async Task A_ping_goes_through_the_proxy_of_the_options_with_its_login(string login)
    {
        using X509Certificate2 certificate = _authority.Issue("receiver.invalid");
        await using ReceiverDouble receiver = Double(certificate);
        await using ForwardProxy proxy = new(receiver.Port, login.Length == 0 ? null : "ada:ge@heim");

        DeliveryAttempt attempt = await SendAsync(Receiver, options =>
        {
            options.CertificateAuthorities = Authorities();
            options.Proxy = $"http://{login}127.0.0.1:{proxy.Port}";
        });

        Assert.True(attempt.Outcome == "delivered", attempt.Message);
        Assert.Equal(Payload, Assert.Single(receiver.Requests).Body);
        Assert.All(proxy.Requests, head => Assert.StartsWith("CONNECT receiver.invalid:443 HTTP/1.1\r\n", head, StringComparison.Ordinal));
        Assert.DoesNotContain("Proxy-", receiver.Requests[0].Head, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task A_login_is_in_no_history_log_or_list_whatever_becomes_of_the_ping()
    {
        await using ForwardProxy proxy = new(1, "ada:another");
        EventLogger<PingLoop> log = new();
        List<string> said = [];
        string asking = $"127.0.0.1:{proxy.Port}";
        foreach (string address in new[] { asking, "127.0.0.1:1", "proxy.invalid:3128" })
        {
            await using ServiceProvider program = Program(
                Receiver, options => options.Proxy = $"http://ada:{Secret}@{address}", services => services.AddSingleton(CategoryLog.Of("ServicePing.PingLoop", log)));
            IPingHistory history = program.GetRequiredService<IPingHistory>();
            PingCycle cycle = await history.SendNowAsync($"ada-{said.Count}");
            PingDelivery delivery = Assert.Single(await history.DeliveriesAsync(cycle.Name));
            said.AddRange([
                cycle.ToString(), delivery.ToString(),
                .. (await program.GetRequiredService<ServicePingEgress>().ListAsync()).Select(one => one.ToString() + one.Purpose)]);
            Assert.Equal((address == asking ? "proxy" : "no_connection", "sending"), (delivery.Outcome, cycle.State));
            File.Delete(Path.Combine(Folder, "ledger.json"));
        }

        said.AddRange(log.Lines.Select(line => line.Text));
        foreach (string sentence in new[]
        {
            "The proxy has answered with 407: it wants a login, or another one.",
            "The proxy cannot be reached: nobody listens there. See whether Proxy",
            "The proxy cannot be reached: its name is not known.",
        })
        {
            Assert.Contains(said, text => text.Contains(sentence, StringComparison.Ordinal));
        }

        Assert.All(said, text =>
        {
            Assert.DoesNotContain(Secret, text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("ge@heim", text, StringComparison.OrdinalIgnoreCase);
            Assert.DoesNotContain("ada:", text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("HTTPS_PROXY", "", true)]
    [InlineData("ALL_PROXY", "", true)]
    [InlineData("HTTPS_PROXY", "other.invalid,.invalid", false)]
    public async Task The_environment_of_the_process_says_which_way_a_ping_goes(string variable, string without, bool isProxied)
    {
        using X509Certificate2 certificate = _authority.Issue("receiver.invalid");
        await using ReceiverDouble receiver = Double(certificate);
        await using ForwardProxy proxy = new(receiver.Port, "ada:ge@heim");

        string said = await SendingProgram.RunAsync(Folder, Receiver, Authorities(), new Dictionary<string, string?>
        {
            [variable] = $"http://ada:{Secret}@127.0.0.1:{proxy.Port}",
            ["NO_PROXY"] = without,
        });

        if (isProxied)
        {
            Assert.StartsWith("delivered", said, StringComparison.Ordinal);
            Assert.Equal(Payload, Assert.Single(receiver.Requests).Body);
        }
        else
        {
            // Nobody knows the name, and some look for it for long.
            Assert.Matches("^(no_connection|timed_out) ", said);
            Assert.Empty(proxy.Requests);
        }

        Assert.DoesNotContain("heim", said, StringComparison.Ordinal);
    }

    private static ReceiverDouble Double(X509Certificate2 certificate) =>
        new((stream, _) => ReceiverDouble.WriteAsync(stream, ReceiverDouble.Text("200 OK", Delivered)), certificate);

    private string Authorities()
    {
        string file = Path.Combine(Folder, "ca.pem");
        File.WriteAllText(file, _authority.Pem);
        return file;
    }
}
