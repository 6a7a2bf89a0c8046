using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What becomes of a ping with each answer that a receiver may give, on real sockets.</summary>
public sealed class PingSenderTests : SendingTest
{
    [Fact]
    public async Task The_kept_bytes_arrive_with_their_headers()
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("201 Created", Delivered);
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(("delivered", CycleState.Sent, 201, 7L), (attempt.Outcome, attempt.State, attempt.StatusCode, attempt.UsageDataId));
        Assert.InRange(attempt.SentBytes, 20, Payload.Length + 40);
        (string head, byte[] body) = Assert.Single(receiver.Requests);
        Assert.Equal(Payload, body);
        Assert.StartsWith("POST /usage_data HTTP/1.1\r\n", head, StringComparison.Ordinal);
        foreach (string line in new[]
        {
            "Idempotency-Key: \"u-1/2026-W47\"", "Content-Type: application/json", "Content-Encoding: gzip", "Accept: application/json",
            $"ServicePing-Digest: {Digest}", "ServicePing-Key: ", "ServicePing-Catalogue: ",
        })
        {
            Assert.Contains("\r\n" + line, head, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("traceparent", head, StringComparison.OrdinalIgnoreCase);
        Assert.Matches("ServicePing-Product: [^\r]+/1.2\r", head);
    }

    [Theory]
    [InlineData("408 x")]
    [InlineData("425 x")]
    [InlineData("429 x")]
    [InlineData("500 x")]
    [InlineData("502 x")]
    [InlineData("503 x")]
    [InlineData("504 x")]
    public async Task What_may_pass_is_sent_again(string status)
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of(status);
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(("unavailable", CycleState.Sending), (attempt.Outcome, attempt.State));
        Assert.NotNull(attempt.NextAttemptIn);
    }

    [Theory]
    [InlineData("400 x")]
    [InlineData("401 x")]
    [InlineData("403 x")]
    [InlineData("404 x")]
    [InlineData("409 x")]
    [InlineData("410 x")]
    [InlineData("411 x")]
    [InlineData("413 x")]
    [InlineData("415 x")]
    [InlineData("422 x")]
    [InlineData("303 x")]
    public async Task What_stays_ends_the_cycle_with_what_the_receiver_says(string status)
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of(status, """{"detail":"because\nof this"}""");
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(("refused", CycleState.Failed, (TimeSpan?)null), (attempt.Outcome, attempt.State, attempt.NextAttemptIn));
        Assert.Contains("It says: because of this", attempt.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("<html>")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"conv_index":{"usage_data_id":0}}""")]
    [InlineData("""{"conv_index":{"usage_data_id":"7"}}""")]
    [InlineData("""{"conv_index":{"usage_data_id":1.5}}""")]
    [InlineData("""{"conv_index":{"usage_data_id":7,"usage_data_id":8}}""")]
    public async Task A_success_that_cannot_be_read_is_sent_again(string body)
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("200 OK", body);
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(("unreadable", CycleState.Sending), (attempt.Outcome, attempt.State));
    }

    [Theory]
    [InlineData("", "", true)]
    [InlineData(",\"leader_issues\":2", ",\"unknown\":-5,\"leader_issues\":2", true)]
    [InlineData(",\"leader_notes\":2", ",\"leader_notes\":-1", false)]
    [InlineData(",\"instance_boards\":1", ",\"instance_boards\":null", false)]
    public async Task A_report_is_kept_where_all_of_it_is_there(string column, string change, bool isKept)
    {
        string columns = string.Concat(DevOpsAnswer.Features.Select(feature => $",\"leader_{feature}\":2,\"instance_{feature}\":1"))
            .Replace(column.Length > 0 ? column : "none", change, StringComparison.Ordinal);
        await using ReceiverDouble receiver = ReceiverDouble.Of("200 OK", $$$"""{"conv_index":{"usage_data_id":7{{{columns}}}}}""");
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(CycleState.Sent, attempt.State);
        Assert.Equal(isKept ? new DevOpsAnswer([.. DevOpsAnswer.Features.Select(_ => new FeatureUse(2, 1, 0))]) : null, attempt.Report);
    }

    [Theory]
    [InlineData("Retry-After: 7200", "X: y")]
    [InlineData("Retry-After: Fri, 20 Nov 2026 15:00:00 GMT", "Date: Fri, 20 Nov 2026 13:00:00 GMT")]
    public async Task Retry_after_is_seconds_or_a_date_by_the_receivers_clock(string first, string second)
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("503 x", "", first, second);
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.InRange(attempt.NextAttemptIn!.Value, TimeSpan.FromHours(2), TimeSpan.FromMinutes(121));
    }

    [Theory]
    [InlineData("garbage", "this is no HTTP at all\r\n\r\n", "garbage")]
    [InlineData("cut_off", "HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{", "cut_off")]
    [InlineData("nothing", "", "cut_off")]
    [InlineData("too_large", "HTTP/1.1 200 OK\r\nContent-Length: 5000000\r\n\r\n{", "too_large")]
    public async Task What_is_no_answer_is_sent_again(string name, string answer, string outcome)
    {
        Assert.NotNull(name);
        await using ReceiverDouble receiver = new(async (stream, _) =>
        {
            await ReceiverDouble.WriteAsync(stream, answer);
            throw new IOException(answer);
        });
        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal((outcome, CycleState.Sending), (attempt.Outcome, attempt.State));
    }

    [Fact]
    public async Task An_answer_in_pieces_is_read_and_one_that_comes_too_late_is_not()
    {
        string answer = ReceiverDouble.Text("200 OK", Delivered);
        await using ReceiverDouble pieces = new(async (stream, _) =>
        {
            foreach (char letter in answer)
            {
                await ReceiverDouble.WriteAsync(stream, letter.ToString());
            }
        });
        Assert.Equal("delivered", (await SendAsync(pieces)).Outcome);

        TaskCompletionSource never = new();
        EgressLimits limits = new() { Read = TimeSpan.FromMilliseconds(300) };
        await using (ReceiverDouble silent = new((_, _) => never.Task))
        {
            DeliveryAttempt attempt = await SendAsync(silent, limits: limits);
            never.SetException(new IOException());
            Assert.Equal(("timed_out", "The receiver has not answered within 0.3 seconds."), (attempt.Outcome, attempt.Message));
        }
    }

    [Fact]
    public async Task A_redirect_is_followed_on_the_same_host_and_to_no_other()
    {
        await using ReceiverDouble other = ReceiverDouble.Of("200 OK", Delivered);
        await using ReceiverDouble same = new((stream, head) => ReceiverDouble.WriteAsync(
            stream,
            head.StartsWith("POST /new ", StringComparison.Ordinal)
                ? ReceiverDouble.Text("200 OK", Delivered)
                : ReceiverDouble.Text("308 x", "", "Location: /new")));
        await using ReceiverDouble elsewhere = ReceiverDouble.Of("307 x", "", $"Location: {other.Address}/usage_data");
        await using ReceiverDouble round = ReceiverDouble.Of("302 x", "", "Location: /usage_data");

        Assert.Equal("delivered", (await SendAsync(same)).Outcome);
        Assert.Equal(Payload, same.Requests[1].Body);
        DeliveryAttempt attempt = await SendAsync(elsewhere);
        Assert.Equal(("redirected", CycleState.Failed, 0), (attempt.Outcome, attempt.State, other.Accepted));
        Assert.Contains(other.Address, attempt.Message, StringComparison.Ordinal);
        Assert.Equal("redirected", (await SendAsync(round)).Outcome);
        Assert.Equal(4, round.Requests.Count);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_is_used_and_looks_the_name_up(bool isOption)
    {
        await using ReceiverDouble proxy = new((stream, _) => ReceiverDouble.WriteAsync(stream, "HTTP/1.1 407 No\r\nContent-Length: 0\r\n\r\n"));
        DeliveryAttempt attempt = await SendAsync("https://receiver.invalid", options =>
        {
            options.Proxy = isOption ? proxy.Address : null;
            options.EnvironmentProxy = () => new WebProxy(isOption ? "http://127.0.0.1:1" : proxy.Address);
        });

        Assert.Equal(("proxy", CycleState.Sending), (attempt.Outcome, attempt.State));
        Assert.StartsWith("CONNECT receiver.invalid:443 HTTP/1.1\r\n", proxy.Requests[0].Head, StringComparison.Ordinal);
        Assert.DoesNotContain("ServicePing", proxy.Requests[0].Head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_there_is_no_connection()
    {
        DeliveryAttempt attempt = await SendAsync("http://127.0.0.1:1");

        Assert.Equal(
            ("no_connection", CycleState.Sending),
            (attempt.Outcome, attempt.State));
        Assert.StartsWith("The receiver cannot be reached: nobody listens there. See whether ", attempt.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Off_connects_to_nothing()
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("200 OK", Delivered);
        await using ServiceProvider program = Program(receiver.Address, options => options.Enabled = false);
        PingSender sender = program.GetRequiredService<PingSender>();
        KeptPing ping = Kept();

        Assert.Null(await sender.SendAsync(ping, Hold, new Uri(receiver.Address), default));
        await sender.SendMetadataAsync(ping, new Uri(receiver.Address), default);
        await sender.SendErrorAsync(new ErrorCause("wrong"), TimeSpan.Zero, new Uri(receiver.Address), default);
        Assert.Equal(0, receiver.Accepted);
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_receiver_that_is_none_any_more()
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("200 OK", Delivered);
        await using ServiceProvider program = Program("https://other.invalid");

        Assert.Null(await program.GetRequiredService<PingSender>().SendAsync(Kept(), Hold, new Uri(receiver.Address), default));
        Assert.Equal(0, receiver.Accepted);
    }

    [Fact]
    public async Task Metadata_goes_as_it_is_kept_and_an_error_without_what_is_somebodys()
    {
        await using ReceiverDouble receiver = ReceiverDouble.Of("201 Created", "{}");
        await using ServiceProvider program = Program(receiver.Address, options => options.LeftOutMetrics.Add("hostname"));
        PingSender sender = program.GetRequiredService<PingSender>();
        KeptPing ping = Kept();
        await sender.SendMetadataAsync(ping, new Uri(receiver.Address), default);
        DeliveryAttempt refused = new(
            "x", "refused", "Failed: Host=db;Password=geheim at 10.1.2.3 for ada@example.com where name = 'Ada'", CycleState.Failed)
        {
            StatusCode = 422,
        };
        await sender.SendErrorAsync(ErrorCause.Of(refused), TimeSpan.FromSeconds(1.26), new Uri(receiver.Address), default);

        Assert.Equal(ping.Metadata!.Value.ToArray(), receiver.Requests[0].Body);
        Assert.StartsWith("POST /usage_ping_metadata ", receiver.Requests[0].Head, StringComparison.Ordinal);
        string error = Encoding.UTF8.GetString(receiver.Requests[1].Body);
        Assert.StartsWith("POST /usage_ping_errors ", receiver.Requests[1].Head, StringComparison.Ordinal);
        Assert.Contains("\"uuid\":\"u-1\"", error, StringComparison.Ordinal);
        Assert.Contains("\"elapsed\":1.3", error, StringComparison.Ordinal);
        Assert.Contains("\"message\":\"refused 422: Failed: ", error, StringComparison.Ordinal);
        foreach (string secret in new[] { "hostname", "geheim", "10.1.2.3", "ada@", "Ada", "db;" })
        {
            Assert.DoesNotContain(secret, error, StringComparison.Ordinal);
        }
    }
}
