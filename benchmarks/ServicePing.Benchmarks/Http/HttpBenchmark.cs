using System.Globalization;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Benchmarks.Http;

/// <summary>
/// What the service ping over HTTP bears, beside endpoints of the same program that do nothing, and what the first view of its page weighs.
/// Client and server share the machine.
/// </summary>
internal static partial class HttpBenchmark
{
    private const int WarmUp = 4;
    private const int Counted = 11;
    private const int RequestsOfRound = 8_000;
    private const string Json = """{"event":"create_issue","project_id":12,"additional_properties":{"label":"bug"}}""";
    private const string Browser = "Cookie: session=1; visitor_id=6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55\r\nSec-Fetch-Site: same-origin\r\n";
    private const string Html = Browser + "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n";

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        await using HttpProgram program = await HttpProgram.StartAsync().ConfigureAwait(false);
        using HttpClient http = new(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None }) { BaseAddress = program.Address };
        byte[] ping = await http.GetByteArrayAsync(new Uri("/api/v4/usage_data/service_ping", UriKind.Relative)).ConfigureAwait(false);
        await program.ServeAsync(ping).ConfigureAwait(false);

        (string Name, byte[] Request)[] works =
        [
            ("POST track_event", Post("/api/v4/usage_data/track_event")),
            ("POST to an empty endpoint that asks who it is", Post("/empty")),
            ("POST to an empty endpoint", Post("/open")),
            ("GET service_ping", Get("/api/v4/usage_data/service_ping", Browser)),
            ("GET a static file of the same size", Get(HttpProgram.StaticFile, Browser)),
            ("GET an endpoint that is tracked", Get("/tracked", Html)),
            ("GET the same, untracked", Get("/untracked", Html)),
        ];
        List<Load>[] loads = [.. works.Select(_ => new List<Load>())];
        await using LoadClient client = await LoadClient.ConnectAsync(program.Address).ConfigureAwait(false);
        for (int round = 0; round < WarmUp + Counted; round++)
        {
            for (int work = 0; work < works.Length; work++)
            {
                // Every other round goes the other way, so that nobody always follows the same neighbour.
                int turn = round % 2 == 0 ? work : works.Length - 1 - work;
                Load load = await client.RunAsync(works[turn].Request, RequestsOfRound).ConfigureAwait(false);
                if (round >= WarmUp)
                {
                    loads[turn].Add(load);
                }
            }
        }

        await CheckAsync(program).ConfigureAwait(false);
        Say($"{ping.Length} bytes a ping; requests a second, and milliseconds of the 99th percentile, of {Counted} rounds of {RequestsOfRound}.");
        foreach (((string name, _), List<Load> measured) in works.Zip(loads))
        {
            Say($"{name,-46} {Median(measured.Select(load => load.PerSecond)),8:F0} a second   p99 {Median(measured.Select(load => load.P99Milliseconds)),6:F2} ms");
        }

        (double page, string parts) = await FirstViewAsync(http).ConfigureAwait(false);
        Say($"first view of the page, compressed: {parts}");
        Say($"http: track_per_s = {Median(loads[0].Select(load => load.PerSecond)):F0}");
        Say($"http: track_p99_ms = {Median(loads[0].Select(load => load.P99Milliseconds)):F2}");
        Say($"http: track_vs_empty = {Ratio(loads[0], loads[1]):F2}");
        Say($"http: track_vs_open_empty = {Ratio(loads[0], loads[2]):F2}");
        Say($"http: service_ping_vs_static = {Ratio(loads[3], loads[4]):F2}");
        Say($"http: tracked_vs_untracked = {Ratio(loads[5], loads[6]):F2}");
        Say($"http: page_kb = {page / 1024:F1}");
    }

    /// <summary>Every request that tracks must have been counted: otherwise the figures would mean nothing.</summary>
    private static async Task CheckAsync(HttpProgram program)
    {
        EventTracker tracker = program.App.Services.GetRequiredService<EventTracker>();
        await tracker.FlushAsync().ConfigureAwait(false);

        // An event by the API; an event and a known event by the tracked endpoint.
        const long Expected = (long)(WarmUp + Counted) * RequestsOfRound * 3;
        if (tracker.Statistics.Tracked != Expected)
        {
            throw new InvalidOperationException($"{tracker.Statistics.Tracked} of {Expected} events were counted.");
        }
    }

    /// <summary>What a browser loads to show the page for the first time: it, and the styles and scripts that it names.</summary>
    private static async Task<(double Bytes, string Parts)> FirstViewAsync(HttpClient http)
    {
        const string Page = "/admin/service_ping";
        (int size, string html) = await LoadAsync(http, Page).ConfigureAwait(false);
        List<(string Path, int Size)> parts = [(Page, size)];
        foreach (string path in Loaded().Matches(html).Select(match => WebUtility.HtmlDecode(match.Groups[1].Value)).Distinct())
        {
            string absolute = new Uri(new Uri(http.BaseAddress!, Page), path).AbsolutePath;
            parts.Add((absolute, (await LoadAsync(http, absolute).ConfigureAwait(false)).Size));
        }

        return (parts.Sum(part => part.Size), string.Join(", ", parts.Select(part => $"{part.Path} {part.Size}")));
    }

    /// <summary>Loads what a browser would; what the program does not compress itself is compressed here, as a proxy before it would.</summary>
    private static async Task<(int Size, string Text)> LoadAsync(HttpClient http, string path)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.Add("Accept-Encoding", "gzip");
        request.Headers.Add("Accept", "text/html");
        using HttpResponseMessage response = await http.SendAsync(request).ConfigureAwait(false);
        response.EnsureSuccessStatusCode();
        byte[] bytes = await response.Content.ReadAsByteArrayAsync().ConfigureAwait(false);
        if (response.Content.Headers.ContentEncoding.Contains("gzip"))
        {
            using GZipStream unpacked = new(new MemoryStream(bytes), CompressionMode.Decompress);
            using StreamReader reader = new(unpacked);
            return (bytes.Length, await reader.ReadToEndAsync().ConfigureAwait(false));
        }

        using MemoryStream packed = new();
        await using (GZipStream gzip = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            await gzip.WriteAsync(bytes).ConfigureAwait(false);
        }

        return ((int)packed.Length, Encoding.UTF8.GetString(bytes));
    }

    private static byte[] Post(string path) => Encoding.ASCII.GetBytes(
        $"POST {path} HTTP/1.1\r\nHost: localhost\r\n{Browser}Content-Type: application/json\r\nContent-Length: {Json.Length}\r\n\r\n{Json}");

    private static byte[] Get(string path, string headers) => Encoding.ASCII.GetBytes($"GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    private static double Ratio(List<Load> ours, List<Load> other) => Median(ours.Zip(other, (left, right) => left.PerSecond / right.PerSecond));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    [GeneratedRegex("""<(?:link[^>]*rel="stylesheet"[^>]*href|script[^>]*src)="([^"]+)""")]
    private static partial Regex Loaded();
}
