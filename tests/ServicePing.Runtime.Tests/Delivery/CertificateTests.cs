using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>Nothing is sent to whom the certificate does not fit, and what does not fit is said.</summary>
public sealed class CertificateTests : SendingTest
{
    [Fact]
    public async Task A_certificate_counts_where_its_authority_is_given_and_no_authority_of_the_machine_then_does()
    {
        using CertificateAuthority authority = new();
        using CertificateAuthority namesake = new();
        using CertificateAuthority other = new("other");
        using X509Certificate2 certificate = authority.Issue("127.0.0.1");
        await using ReceiverDouble receiver = Receiver(certificate);

        DeliveryAttempt unknown = await SendAsync(receiver);
        AssertUntrusted(unknown, "No authority that is trusted here has signed it.", nameof(ServicePingOptions.CertificateAuthorities));
        AssertUntrusted(await SendAsync(receiver, Trusting(namesake)), "No authority that is trusted here has signed it.", "");
        AssertUntrusted(await SendAsync(receiver, Trusting(other)), "No authority that is trusted here has signed it.", "");
        Assert.Equal("delivered", (await SendAsync(receiver, Trusting(authority))).Outcome);
        Assert.Equal("delivered", (await SendAsync(receiver, Trusting(other, authority))).Outcome);
        DeliveryAttempt unreadable = await SendAsync(receiver, options => options.CertificateAuthorities = Write("nothing"));
        Assert.Equal(("no_certificates", CycleState.Sending), (unreadable.Outcome, unreadable.State));
        Assert.Contains("has no certificate in PEM form", unreadable.Message, StringComparison.Ordinal);
        Assert.Single(receiver.Requests.Select(request => Convert.ToBase64String(request.Body)).Distinct());
        Assert.Equal(2, receiver.Requests.Count);
    }

    [Theory]
    [InlineData("receiver.example.com", -1, 1, "It is for another host.", "See whether the address is right")]
    [InlineData("127.0.0.2", -1, 1, "It is for another host.", "See whether the address is right")]
    [InlineData("127.0.0.1", -9, -2, "It holds from ", "The receiver needs a new one, or the clock of this machine is wrong.")]
    [InlineData("127.0.0.1", 2, 9, "It holds from ", "The receiver needs a new one, or the clock of this machine is wrong.")]
    public async Task A_certificate_of_another_host_or_another_time_does_not_count_although_its_authority_is_trusted(
        string host, int from, int to, string cause, string wayOut)
    {
        using CertificateAuthority authority = new();
        using X509Certificate2 certificate = authority.Issue(host, from, to);
        await using ReceiverDouble receiver = Receiver(certificate);

        AssertUntrusted(await SendAsync(receiver, Trusting(authority)), cause, wayOut);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_receiver_without_tls_where_there_is_to_be_tls_is_said_to_be_so()
    {
        using TcpListener plain = new(IPAddress.Loopback, 0);
        plain.Start();
        Task answering = AnswerAsync();

        DeliveryAttempt attempt = await SendAsync($"https://{plain.LocalEndpoint}");
        await answering;

        Assert.Equal(("untrusted", CycleState.Sending, 0L), (attempt.Outcome, attempt.State, attempt.SentBytes));
        Assert.StartsWith("There was no TLS with the receiver: ", attempt.Message, StringComparison.Ordinal);

        async Task AnswerAsync()
        {
            using TcpClient client = await plain.AcceptTcpClientAsync();
            await ReceiverDouble.WriteAsync(client.GetStream(), "HTTP/1.1 400 Bad Request\r\n\r\n");
            while (await client.GetStream().ReadAsync(new byte[1024]) > 0)
            {
            }
        }
    }

    private static ReceiverDouble Receiver(X509Certificate2 certificate) =>
        new((stream, _) => ReceiverDouble.WriteAsync(stream, ReceiverDouble.Text("200 OK", Delivered)), certificate);

    private static void AssertUntrusted(DeliveryAttempt attempt, string cause, string wayOut)
    {
        Assert.Equal(("untrusted", CycleState.Sending, 0L), (attempt.Outcome, attempt.State, attempt.SentBytes));
        Assert.StartsWith($"The receiver's certificate does not fit. {cause}", attempt.Message, StringComparison.Ordinal);
        Assert.Contains(wayOut, attempt.Message, StringComparison.Ordinal);
        Assert.NotNull(attempt.NextAttemptIn);
    }

    private Action<ServicePingOptions> Trusting(params CertificateAuthority[] authorities)
    {
        string file = Write(string.Join('\n', authorities.Select(one => one.Pem)));
        return options => options.CertificateAuthorities = file;
    }

    private string Write(string text)
    {
        string file = Path.Combine(Folder, $"{Guid.NewGuid():N}.pem");
        File.WriteAllText(file, text);
        return file;
    }
}
