using ServicePing.Runtime.Prometheus;

namespace ServicePing.Tests;

/// <summary>Addresses as people and configurations write them.</summary>
public sealed class PrometheusAddressTests
{
    [Theory]
    [InlineData("https://prometheus.example.com", "https://prometheus.example.com/")]
    [InlineData("http://prometheus:9090/graph", "http://prometheus:9090/graph/")]
    [InlineData("prometheus:9090", "https://prometheus:9090/ http://prometheus:9090/")]
    [InlineData(":9090", "https://localhost:9090/ http://localhost:9090/")]
    [InlineData("0.0.0.0:9090", "https://localhost:9090/ http://localhost:9090/")]
    [InlineData("[::]:9090", "https://localhost:9090/ http://localhost:9090/")]
    [InlineData("[::1]:9090", "https://[::1]:9090/ http://[::1]:9090/")]
    [InlineData("localhost", "https://localhost/ http://localhost/")]
    [InlineData("prometheus:9090/prefix", "https://prometheus:9090/prefix/ http://prometheus:9090/prefix/")]
    [InlineData("", "")]
    [InlineData("ftp://prometheus", "")]
    [InlineData("http://reader:geheim@prometheus", "")]
    [InlineData("reader@prometheus:9090", "")]
    [InlineData("http://prometheus?token=geheim", "")]
    [InlineData("http://", "")]
    [InlineData("a b", "")]
    public void An_address_is_one_or_is_tried_by_https_first(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', PrometheusAddress.Read(text, hasLogin: false).Select(address => address.AbsoluteUri)));

    [Theory]
    [InlineData("prometheus:9090", "https://prometheus:9090/")]
    [InlineData("10.0.0.1:9090", "https://10.0.0.1:9090/")]
    [InlineData("localhost:9090", "https://localhost:9090/ http://localhost:9090/")]
    [InlineData("127.0.0.1:9090", "https://127.0.0.1:9090/ http://127.0.0.1:9090/")]
    [InlineData("http://prometheus:9090", "http://prometheus:9090/")]
    public void A_login_passes_no_network_in_the_clear_that_nobody_has_asked_for(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', PrometheusAddress.Read(text, hasLogin: true).Select(address => address.AbsoluteUri)));

    [Theory]
    [InlineData("http://reader:geheim@prometheus")]
    [InlineData("nonsense://x")]
    public void What_is_no_address_ends_the_call_and_is_not_repeated(string address)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(() => Ping.Of(ping => ping.UsePrometheus(address)));
        Assert.Contains("without a login", exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("geheim", exception.Message, StringComparison.Ordinal);
    }
}
