using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using Microsoft.Playwright;

namespace ServicePing.Benchmarks.Sites;

/// <summary>
/// How long the site of a large product's dictionary takes to be written by a new process, what its pages weigh, and how soon the search
/// answers a key stroke in a real browser that has opened it from the disk.
/// </summary>
internal static class DictionaryBenchmark
{
    private const int Counted = 3;

    // Words and prefixes that people type; each of their beginnings is a key stroke.
    private static readonly string[] Queries =
    [
        "issues", "merge_requests", "source:database", "owner:", "ci pipelines monthly", "-status:broken users", "time:28d projects", "security scan",
        "count of unique users", "redis_hll_counters.", "a", "snippet",
    ];

    public static void Run() => RunAsync().GetAwaiter().GetResult();

    private static async Task RunAsync()
    {
        string root = DefinitionFolders.Load().Root;
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-dictionary-");
        try
        {
            List<TimeSpan> times = [];
            string site = "";
            for (int round = 0; round < Counted; round++)
            {
                site = Path.Combine(folder.FullName, round.ToString(CultureInfo.InvariantCulture));
                times.Add(Write(root, site));
            }

            FileInfo[] files = [.. new DirectoryInfo(site).EnumerateFiles("*", SearchOption.AllDirectories)];
            long[] metrics = [.. files.Where(file => file.Name == "index.html" && file.Directory!.Parent!.Name == "metrics").Select(file => Compressed(file.FullName)).Order()];
            long assets = Directory.EnumerateFiles(Path.Combine(site, "assets")).Where(file => !file.Contains("search", StringComparison.Ordinal) && !file.EndsWith(".txt", StringComparison.Ordinal)).Sum(Compressed);
            (double[] answers, double[] facets) = await TypeAsync(Path.Combine(site, "metrics", "index.html")).ConfigureAwait(false);
            Say($"{root}: {files.Length} files, {files.Sum(file => file.Length) / 1e6:F0} MB; {metrics.Length} pages of metrics, the largest {metrics[^1] / 1024.0:F1} KB by gzip.");
            Say($"{answers.Length} key strokes, median {answers[answers.Length / 2]:F1} ms; facets behind them p95 {Percentile(facets):F1} ms.");
            Say($"dictionary: build_s = {times.Order().ElementAt(Counted / 2).TotalSeconds:F2}");
            Say($"dictionary: first_page_kb = {(Compressed(Path.Combine(site, "index.html")) + assets) / 1024.0:F1}");
            Say($"dictionary: index_kb = {Compressed(Path.Combine(site, "assets", "search-index.js")) / 1024.0:F1}");
            Say($"dictionary: keystroke_ms_p95 = {Percentile(answers):F1}");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static TimeSpan Write(string root, string site)
    {
        long start = Stopwatch.GetTimestamp();

        // The tool as it stands in the benchmarks' folder, where some of its libraries are the framework's.
        string here = Path.Combine(AppContext.BaseDirectory, typeof(DictionaryBenchmark).Assembly.GetName().Name!);
        using Process process = Process.Start(new ProcessStartInfo(
            "dotnet",
            [
                "exec", "--depsfile", $"{here}.deps.json", "--runtimeconfig", $"{here}.runtimeconfig.json",
                Path.Combine(AppContext.BaseDirectory, "serviceping.dll"), "dictionary", root, "--site", site,
            ]) { RedirectStandardOutput = true })!;
        process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? Stopwatch.GetElapsedTime(start) : throw new InvalidOperationException("No site was written: its figures would mean nothing.");
    }

    private static long Compressed(string file)
    {
        using MemoryStream output = new();
        using (GZipStream gzip = new(output, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            gzip.Write(File.ReadAllBytes(file));
        }

        return output.Length;
    }

    private static double Percentile(double[] ordered) => ordered[(int)(ordered.Length * 0.95)];

    /// <summary>How long each key stroke took until its hits were laid out, and the facets behind it, in milliseconds and in order.</summary>
    private static async Task<(double[] Answers, double[] Facets)> TypeAsync(string page)
    {
        using IPlaywright playwright = await Playwright.CreateAsync().ConfigureAwait(false);
        await using IBrowser browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
                .SelectMany(path => new[] { Path.Combine(path, "chromium"), Path.Combine(path, "chromium-browser"), Path.Combine(path, "google-chrome") })
                .First(File.Exists),
            Args = ["--no-sandbox", "--disable-gpu", "--disable-software-rasterizer", "--disable-dev-shm-usage"],
        }).ConfigureAwait(false);
        IPage tab = await browser.NewPageAsync().ConfigureAwait(false);
        await tab.GotoAsync(new Uri(page).ToString()).ConfigureAwait(false);
        await tab.Locator("[data-search][data-ready]").WaitForAsync().ConfigureAwait(false);
        double[][] measured = await tab.EvaluateAsync<double[][]>(
            """
            async queries => {
              const root = document.querySelector("[data-search]"), input = root.querySelector("input");
              const answers = [], facets = [];
              for (let round = 0; round < 4; round++) {
                for (const query of queries) {
                  for (let length = 1; length <= query.length; length++) {
                    input.value = query.slice(0, length);
                    let start = performance.now();
                    input.dispatchEvent(new Event("input"));
                    document.body.offsetHeight;
                    if (round > 0) { answers.push(performance.now() - start); }
                    // What waits for the letter to be on the screen.
                    const before = performance.now();
                    await new Promise(resolve => setTimeout(resolve, 70));
                    start = performance.now();
                    document.body.offsetHeight;
                    if (round > 0) { facets.push(performance.now() - start + Math.max(0, start - before - 70)); }
                  }
                }
              }
              return [answers, facets];
            }
            """,
            Queries).ConfigureAwait(false);
        return ([.. measured[0].Order()], [.. measured[1].Order()]);
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
