using System.Diagnostics;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>A Prometheus that is down, slow, broken off or refuses: what metrics say then, how long it takes, and that nothing tells a login.</summary>
public sealed class PrometheusFaultTests
{
    private const string Secret = "geheim";

    [Fact]
    public async Task Without_an_address_nothing_is_asked()
    {
        await using Ping ping = Ping.Of(_ => { }, Metrics(2));
        Assert.All((await ping.CollectAsync()).Metrics, metric => Assert.Equal(
            (ReadingStatus.Unavailable, "The program has no Prometheus; call UsePrometheus, or set ServicePing:Prometheus:Address."), (metric.Status, metric.Message)));
    }

    [Fact]
    public async Task A_server_that_is_down_is_one_short_failure_for_all_its_metrics()
    {
        PrivatePrometheus server = await PrivatePrometheus.StartAsync();
        string address = server.Address;
        await server.DisposeAsync();

        (MetricReading[] readings, TimeSpan elapsed) = await CollectAsync(options => options.Address = address, Metrics(50));
        Assert.All(readings, metric => Assert.Equal(
            (ReadingStatus.Unavailable, $"Prometheus at {address} cannot be reached: nobody listens there."), (metric.Status, metric.Message)));
        Assert.True(elapsed < TimeSpan.FromSeconds(5), $"{elapsed}");
    }

    [Fact]
    public async Task A_server_that_says_nothing_costs_one_limit_for_all_its_metrics()
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync();
        await server.PauseAsync();

        (MetricReading[] readings, TimeSpan elapsed) = await CollectAsync(
            options => (options.Address, options.QueryTimeout) = (server.Address, TimeSpan.FromMilliseconds(500)), Metrics(50));
        Assert.All(readings, metric => Assert.Equal(
            (ReadingStatus.TimedOut, $"Prometheus at {server.Address} has not answered within 00:00:00.5000000."), (metric.Status, metric.Message)));
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"{elapsed}");
    }

    [Fact]
    public async Task A_slow_query_fails_alone()
    {
        await using RawHttpServer server = new(async request =>
        {
            await Task.Delay(request.Body.Contains("metric0", StringComparison.Ordinal) ? 20_000 : 0);
            return RawHttpServer.Number("3");
        });
        (MetricReading[] readings, TimeSpan elapsed) = await CollectAsync(
            options => (options.Address, options.QueryTimeout) = (server.Address, TimeSpan.FromSeconds(1)), Metrics(5));
        Assert.Equal([ReadingStatus.TimedOut, ReadingStatus.Ok, ReadingStatus.Ok, ReadingStatus.Ok, ReadingStatus.Ok], readings.Select(metric => metric.Status));
        Assert.True(elapsed < TimeSpan.FromSeconds(15), $"{elapsed}");
    }

    [Fact]
    public async Task All_queries_together_have_a_limit()
    {
        await using RawHttpServer server = new(async request =>
        {
            await Task.Delay(request.IsReady ? 0 : 20_000);
            return RawHttpServer.Number("3");
        });
        (MetricReading[] readings, TimeSpan elapsed) = await CollectAsync(
            options => (options.Address, options.Timeout) = (server.Address, TimeSpan.FromSeconds(1)), Metrics(40));
        Assert.All(readings, metric => Assert.Equal(ReadingStatus.TimedOut, metric.Status));
        Assert.All(readings, metric => Assert.Contains("ServicePingOptions.Prometheus.Timeout, which is 00:00:01", metric.Message, StringComparison.Ordinal));
        Assert.True(elapsed < TimeSpan.FromSeconds(10), $"{elapsed}");
    }

    [Fact]
    public async Task A_server_that_is_lost_on_the_way_is_not_asked_any_more()
    {
        int asked = 0;
        await using RawHttpServer server = new(request => Task.FromResult(
            request.IsReady ? RawHttpServer.Answer("ready") : Interlocked.Increment(ref asked) == 1 ? RawHttpServer.Number("3") : ""));
        (MetricReading[] readings, _) = await CollectAsync(options => options.Address = server.Address, Metrics(60));
        Assert.Single(readings, metric => metric.Status == ReadingStatus.Ok);
        Assert.Equal(59, readings.Count(metric => metric.Status == ReadingStatus.Unavailable));
        Assert.InRange(asked, 2, 20);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n{\"status\":\"success\",\"data\":{", ReadingStatus.Unavailable, "has ended before the answer had")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 28\r\n\r\n{\"status\":\"success\",\"data\":{", ReadingStatus.Failed, "no result of a query")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n<html></html>", ReadingStatus.Failed, "no result of a query")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 16\r\n\r\n{\"data\":\"result\"", ReadingStatus.Failed, "no result of a query")]
    [InlineData("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", ReadingStatus.Unavailable, "has answered with 404")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n", ReadingStatus.Unavailable, "no redirect is followed")]
    [InlineData("HTTP/1.1 503 Service Unavailable\r\nContent-Length: 63\r\n\r\n{\"status\":\"error\",\"errorType\":\"timeout\",\"error\":\"query timed \"}", ReadingStatus.TimedOut, "given up the query")]
    [InlineData("SSH-2.0-OpenSSH\r\n", ReadingStatus.Unavailable, "has ended before the answer had")]
    public async Task What_is_no_answer_is_no_value(string answer, ReadingStatus status, string message)
    {
        await using RawHttpServer server = new(request => Task.FromResult(request.IsReady ? RawHttpServer.Answer("ready") : answer));
        (MetricReading[] readings, _) = await CollectAsync(options => options.Address = server.Address, Metrics(1));
        Assert.Equal(status, readings[0].Status);
        Assert.Contains(message, readings[0].Message, StringComparison.Ordinal);
        Assert.Equal(-1, readings[0].Value.AsDouble());
    }

    [Fact]
    public async Task A_server_that_is_not_ready_is_unavailable()
    {
        await using RawHttpServer server = new(_ => Task.FromResult(RawHttpServer.Answer("Service Unavailable", "503 Service Unavailable")));
        (MetricReading[] readings, _) = await CollectAsync(options => options.Address = server.Address, Metrics(3));
        Assert.All(readings, metric => Assert.Equal((ReadingStatus.Unavailable, "Prometheus is not ready: it has answered with 503."), (metric.Status, metric.Message)));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task What_Prometheus_says_besides_goes_along_with_the_value()
    {
        await using RawHttpServer server = new(_ => Task.FromResult(RawHttpServer.Number("3", ""","warnings":["a store did not\nanswer"],"infos":["no counter."]""")));
        (MetricReading[] readings, _) = await CollectAsync(options => options.Address = server.Address, Metrics(1));
        Assert.Equal((ReadingStatus.Ok, "Prometheus says: a store did not answer; no counter."), (readings[0].Status, readings[0].Message));
    }

    [Fact]
    public async Task Queries_are_posted_with_the_moment_and_only_those_of_permitted_metrics()
    {
        await using RawHttpServer server = new(_ => Task.FromResult(RawHttpServer.Number("3")));
        TestSet set = Metrics(2);
        set.AddPrometheus("long", "sum(a{b=~\"" + new string('x', 20_000) + "\"})");
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(server.Address), set);
        ServicePingPayload payload = await ping.Collector.CollectAsync(PingPermissions.Everything with { LeftOutKeyPaths = ["metric0"] });

        Assert.Equal(2, payload.Metrics.Count(metric => metric.Status == ReadingStatus.Ok));
        Assert.Equal(3, server.Requests.Count);
        Assert.StartsWith("GET /-/ready ", server.Requests.First().Line, StringComparison.Ordinal);
        Assert.All(server.Requests.Skip(1), request => Assert.StartsWith("POST /api/v1/query ", request.Line, StringComparison.Ordinal));
        Assert.All(server.Requests.Skip(1), request => Assert.Contains("&time=1795227300.123&timeout=10000ms", request.Body, StringComparison.Ordinal));
        Assert.DoesNotContain(server.Requests, request => request.Body.Contains("metric0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_basic_login_is_taken_and_another_refused()
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions { Login = ("reader", Secret, PrometheusSamples.Hash) });
        TestSet set = new();
        set.AddPrometheus("metric", "vector(5)");
        (MetricReading[] right, _) = await CollectAsync(options => (options.Address, options.Username, options.Password) = (server.Address, "reader", Secret), set);
        Assert.Equal((ReadingStatus.Ok, 5), (right[0].Status, right[0].Value.AsDouble()));

        foreach (string? password in (string?[])[null, Secret + "!"])
        {
            (MetricReading[] wrong, _) = await CollectAsync(
                options => (options.Address, options.Username, options.Password) = (server.Address, password is null ? null : "reader", password), set);
            Assert.Equal(ReadingStatus.Unavailable, wrong[0].Status);
            Assert.Contains("has answered with 401 and takes no such login", wrong[0].Message, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, wrong[0].Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_bearer_token_goes_with_each_request_and_a_file_is_read_anew()
    {
        await using RawHttpServer server = new(request => Task.FromResult(
            request.Headers.Contains($"Authorization: Bearer {Secret}\n", StringComparison.Ordinal) ? RawHttpServer.Number("3") : RawHttpServer.Answer("", "403 Forbidden")));
        (MetricReading[] readings, _) = await CollectAsync(options => (options.Address, options.BearerToken) = (server.Address, Secret), Metrics(1));
        Assert.Equal(ReadingStatus.Ok, readings[0].Status);

        string file = Path.GetTempFileName();
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(options => (options.Address, options.BearerTokenFile) = (server.Address, file)), Metrics(1));
        Assert.Contains("holds no bearer token", (await ping.ReadAsync("metric0")).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, "wrong");
        Assert.Contains("has answered with 403", (await ping.ReadAsync("metric0")).Message, StringComparison.Ordinal);
        await File.WriteAllTextAsync(file, Secret + "\n");
        Assert.Equal(ReadingStatus.Ok, (await ping.ReadAsync("metric0")).Status);
        File.Delete(file);
        MetricReading reading = await ping.ReadAsync("metric0");
        Assert.Equal(ReadingStatus.Unavailable, reading.Status);
        Assert.Contains($"'{file}' cannot be read", reading.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_with_an_authority_of_its_own_is_trusted_by_its_file_alone()
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions { Tls = true });
        TestSet set = new();
        set.AddPrometheus("metric", "vector(5)");
        foreach (string address in (string[])[server.Address, $":{server.Port}"])
        {
            (MetricReading[] trusted, _) = await CollectAsync(
                options => (options.Address, options.CertificateAuthorities) = (address, server.AuthorityFile), set);
            Assert.True(trusted[0].Status == ReadingStatus.Ok, trusted[0].Message);
            (MetricReading[] strange, _) = await CollectAsync(options => options.Address = address, set);
            Assert.Equal(ReadingStatus.Unavailable, strange[0].Status);
            Assert.Contains("is not trusted", strange[0].Message, StringComparison.Ordinal);
        }

        (MetricReading[] none, _) = await CollectAsync(options => (options.Address, options.CertificateAuthorities) = (server.Address, "/nowhere.pem"), set);
        Assert.Contains("'/nowhere.pem' cannot be read", none[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_scheme_plain_http_is_found_as_well()
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync();
        TestSet set = new();
        set.AddPrometheus("metric", "vector(5)");
        (MetricReading[] readings, _) = await CollectAsync(options => options.Address = $"0.0.0.0:{server.Port}", set);
        Assert.True(readings[0].Status == ReadingStatus.Ok, readings[0].Message);
    }

    [Theory]
    [InlineData("""[{"Address":"10.0.0.1","ServiceAddress":"127.0.0.1","ServicePort":PORT},{"Address":"10.0.0.2","ServicePort":1}]""", null)]
    [InlineData("""[{"Address":"127.0.0.1","ServiceAddress":"","ServicePort":PORT}]""", null)]
    [InlineData("[]", "Consul knows no service 'prometheus'")]
    [InlineData("{}", "Consul knows no service 'prometheus'")]
    [InlineData("nonsense", "Consul knows no service 'prometheus'")]
    public async Task A_Consul_knows_where_Prometheus_is_and_is_told_no_login(string catalogue, string? message)
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions { Login = ("reader", Secret, PrometheusSamples.Hash) });
        await using RawHttpServer consul = new(_ => Task.FromResult(RawHttpServer.Answer(catalogue.Replace("PORT", $"{server.Port}", StringComparison.Ordinal))));
        TestSet set = new();
        set.AddPrometheus("metric", "vector(5)");
        (MetricReading[] readings, _) = await CollectAsync(
            options => (options.ConsulAddress, options.Username, options.Password) = (consul.Address, "reader", Secret), set);
        Assert.Equal(message is null ? ReadingStatus.Ok : ReadingStatus.Unavailable, readings[0].Status);
        Assert.Contains(message ?? "", readings[0].Message ?? "", StringComparison.Ordinal);
        RawRequest asked = Assert.Single(consul.Requests);
        Assert.StartsWith("GET /v1/catalog/service/prometheus ", asked.Line, StringComparison.Ordinal);
        Assert.DoesNotContain("Authorization", asked.Headers, StringComparison.OrdinalIgnoreCase);
    }

    private static TestSet Metrics(int count)
    {
        TestSet set = new();
        for (int i = 0; i < count; i++)
        {
            set.AddPrometheus($"metric{i}", $"metric{i}");
        }

        return set;
    }

    private static async Task<(MetricReading[] Readings, TimeSpan Elapsed)> CollectAsync(Action<PrometheusOptions> configure, TestSet set)
    {
        await using Ping ping = Ping.Of(ping => ping.UsePrometheus(configure), set);
        long started = Stopwatch.GetTimestamp();
        ServicePingPayload payload = await ping.CollectAsync();
        return ([.. payload.Metrics], Stopwatch.GetElapsedTime(started));
    }
}
