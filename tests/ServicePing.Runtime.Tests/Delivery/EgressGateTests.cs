using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Reflection;
using ServicePing.Runtime.Delivery;

namespace ServicePing.Tests;

/// <summary>Nothing of the library passes the gate by: only the gate's own code refers to anything that talks to a network.</summary>
public sealed class EgressGateTests
{
    private static readonly (string Type, string Method, MemberInfo Member)[] Twin =
    [
        .. ReferredMembers.Of(typeof(EgressGateTests).Assembly).Where(one => one.Type == typeof(Passers).FullName),
    ];

    /// <summary>Values come from servers of the instance; of these, Prometheus is asked by our own hand, and told nothing but queries.</summary>
    [Fact]
    public void The_gate_alone_refers_to_what_connects_beside_the_requests_to_Prometheus()
    {
        string[] found = [.. ReferredMembers.Of(typeof(EgressGate).Assembly)
            .Where(one => Connecting.Is(one.Member))
            .Select(one => one.Type)
            .Distinct()];

        Assert.Equal(["ServicePing.Runtime.Prometheus.PrometheusRequests", "ServicePing.Runtime.Delivery.EgressGate"], found);
    }

    /// <summary>What a C function would connect is seen by no list of classes.</summary>
    [Fact]
    public void No_function_of_the_system_that_connects_is_called()
    {
        string[] imported = [.. typeof(EgressGate).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(ReferredMembers.All))
            .Select(method => method.GetCustomAttribute<System.Runtime.InteropServices.DllImportAttribute>()?.EntryPoint)
            .OfType<string>()
            .Distinct()
            .Order(StringComparer.Ordinal)];

        Assert.Equal(["close", "fsync", "open", "statx"], imported);
    }

    [Theory]
    [InlineData(nameof(Passers.Plain))]
    [InlineData(nameof(Passers.InALambda))]
    [InlineData(nameof(Passers.LaterAsync))]
    [InlineData(nameof(Passers.OneAfterTheOther))]
    [InlineData(nameof(Passers.AsADelegate))]
    [InlineData(nameof(Passers.ByItsType))]
    [InlineData(nameof(Passers.ByAnArgument))]
    [InlineData(nameof(Passers.ByAProcess))]
    [InlineData(nameof(Passers.ByAPipe))]
    [InlineData(nameof(Passers.ByAWebSocket))]
    public void Whatever_connects_is_found_however_it_is_written(string method)
    {
        Assert.Contains(ReferredBy(method), Connecting.Is);
    }

    [Fact]
    public void What_only_speaks_of_connections_is_not_found()
    {
        Assert.NotEmpty(ReferredBy(nameof(Passers.Harmless)));
        Assert.DoesNotContain(ReferredBy(nameof(Passers.Harmless)), Connecting.Is);
    }

    private static IEnumerable<MemberInfo> ReferredBy(string method) =>
        Twin.Where(one => one.Method.Contains(method, StringComparison.Ordinal)).Select(one => one.Member);

    /// <summary>What talks to a network or a process that might.</summary>
    private static class Connecting
    {
        private static readonly string[] Rooms =
        [
            "System.Net.Sockets", "System.Net.WebSockets", "System.Net.Quic", "System.Net.Mail", "System.Net.NetworkInformation",
            "System.IO.Pipes",
        ];

        private static readonly string[] Types =
        [
            "System.Net.Http.HttpClient", "System.Net.Http.HttpMessageInvoker", "System.Net.Http.SocketsHttpHandler",
            "System.Net.Http.HttpClientHandler", "System.Net.Http.WinHttpHandler", "System.Net.Http.IHttpClientFactory",
            "System.Net.WebRequest", "System.Net.HttpWebRequest", "System.Net.FtpWebRequest", "System.Net.WebClient", "System.Net.Dns",
            "System.Net.HttpListener", "System.Net.Security.SslStream", "System.Net.Security.NegotiateStream",
            "System.Diagnostics.Process", "System.Diagnostics.ProcessStartInfo",
        ];

        // They say what has gone wrong, and which proxy the environment names.
        private static readonly string[] Silent =
        [
            "System.Net.Sockets.SocketException", "System.Net.Sockets.SocketError", "System.Net.Http.HttpClient.get_DefaultProxy",
            "System.Diagnostics.Process.GetCurrentProcess",
        ];

        internal static bool Is(MemberInfo member)
        {
            Type? type = member as Type ?? member.DeclaringType;
            string name = type?.FullName ?? "";
            return (Types.Contains(name) || Rooms.Contains(type?.Namespace ?? ""))
                && !Silent.Contains(name)
                && !Silent.Contains($"{name}.{member.Name}");
        }
    }

    /// <summary>Code that passes a gate by, in the ways in which code can; never run.</summary>
    private static class Passers
    {
        internal static void Plain() => Take(new HttpClient());

        internal static Action InALambda() => () => Take(new TcpClient());

        internal static async Task LaterAsync()
        {
            await Task.Yield();
            Take(await Dns.GetHostAddressesAsync("x"));
        }

        internal static IEnumerable<object> OneAfterTheOther()
        {
            yield return 1;
            yield return new SocketsHttpHandler();
        }

        internal static void AsADelegate() => Take((Func<string, IPAddress[]>)Dns.GetHostAddresses);

        internal static void ByItsType() => Take(typeof(UdpClient));

        internal static void ByAnArgument() => Take(Activator.CreateInstance<HttpClientHandler>());

        internal static void ByAProcess() => Take(System.Diagnostics.Process.Start("curl"));

        internal static void ByAPipe() => Take(new System.IO.Pipes.NamedPipeClientStream("x"));

        internal static void ByAWebSocket() => Take(new System.Net.WebSockets.ClientWebSocket());

        internal static void Harmless()
        {
            Take(new MediaTypeHeaderValue("text/plain"));
            Take(new SocketException(1).SocketErrorCode);
            Take(HttpClient.DefaultProxy);
        }

        private static void Take(object made) => GC.KeepAlive(made);
    }
}
