using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace ServicePing.Runtime.Topology;

/// <summary>A node: what it has, and what runs on it, by the jobs that Prometheus scrapes.</summary>
internal sealed partial class TopologyNode
{
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _uname = new(StringComparer.Ordinal);
    private readonly Dictionary<string, TopologyService> _services = new(StringComparer.Ordinal);

    /// <summary>The node that an instance lies on: without the port, this machine by whatever address as <c>localhost</c>.</summary>
    internal static string NameOf(string instance)
    {
        // An IPv6 address without brackets has no port.
        bool mayHavePort = instance.StartsWith('[') || instance.IndexOf(':', StringComparison.Ordinal) == instance.LastIndexOf(':');
        string host = mayHavePort ? Port().Replace(instance, "") : instance;
        return IPAddress.TryParse(host.Trim('[', ']'), out IPAddress? address)
            && (IPAddress.IsLoopback(address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
                ? "localhost"
                : host;
    }

    /// <summary>Sets a number; false where another was there already.</summary>
    internal bool Set(string name, double number) => _numbers.TryAdd(name, number) || _numbers[name].Equals(number);

    /// <summary>Sets what the node runs; false where something else was there already.</summary>
    internal bool SetUname(IReadOnlyDictionary<string, string> labels)
    {
        bool isSame = true;
        foreach (string name in (string[])["machine", "sysname", "release"])
        {
            string value = labels.GetValueOrDefault(name, "");
            isSame &= _uname.TryAdd(name, value) || _uname[name] == value;
        }

        return isSame;
    }

    /// <summary>The service of a job, which is there from then on.</summary>
    internal TopologyService ServiceOf(string job)
    {
        if (!_services.TryGetValue(job, out TopologyService? service))
        {
            _services.Add(job, service = new TopologyService());
        }

        return service;
    }

    internal void WriteTo(Utf8JsonWriter json, Func<string, string?> nameOf)
    {
        json.WriteStartObject();
        TopologyService.Write(json, _numbers, "node_memory_total_bytes", "node_memory_utilization", "node_cpus", "node_cpu_utilization");
        if (_uname.Count > 0)
        {
            json.WriteStartObject("node_uname_info");
            foreach ((string name, string value) in _uname)
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();
        }

        json.WriteStartArray("node_services");
        foreach ((string job, TopologyService service) in _services)
        {
            if (nameOf(job) is { } name)
            {
                service.WriteTo(json, name);
            }
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    [GeneratedRegex(@":\d+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Port();
}

/// <summary>A service on a node.</summary>
internal sealed class TopologyService
{
    private readonly Dictionary<string, double> _numbers = new(StringComparer.Ordinal);
    private string? _server;

    /// <summary>Sets a number; false where another was there already.</summary>
    internal bool Set(string name, double number) => _numbers.TryAdd(name, number) || _numbers[name].Equals(number);

    /// <summary>Sets the kind of the application server; false where another was there already.</summary>
    internal bool SetServer(string server)
    {
        _server ??= server;
        return _server == server;
    }

    internal void WriteTo(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("name", name);
        Write(json, _numbers, "process_count", "process_memory_rss", "process_memory_uss", "process_memory_pss");
        if (_server is not null)
        {
            json.WriteString("server", _server);
        }

        json.WriteEndObject();
    }

    /// <summary>Writes those numbers that there are.</summary>
    internal static void Write(Utf8JsonWriter json, Dictionary<string, double> numbers, params ReadOnlySpan<string> names)
    {
        foreach (string name in names)
        {
            if (numbers.TryGetValue(name, out double number))
            {
                json.WriteNumber(name, number);
            }
        }
    }
}
