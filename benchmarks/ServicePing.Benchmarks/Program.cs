using ServicePing.Benchmarks;
using ServicePing.Benchmarks.Databases;
using ServicePing.Benchmarks.Generator;
using ServicePing.Benchmarks.Http;
using ServicePing.Benchmarks.Receiver;
using ServicePing.Benchmarks.Sites;

Dictionary<string, (string Measures, Action<string[]> Run)> benchmarks = new()
{
    ["definitions"] = ("reading and checking definition files, beside YamlDotNet's bare parser", _ => DefinitionsBenchmark.Run()),
    ["definitions-cold"] = ("the same once, in a process that has done nothing yet", _ => DefinitionsBenchmark.RunCold()),
    ["generator"] = ("what the generator costs a build and an editor, beside other generators", GeneratorBenchmark.Run),
    ["payload"] = ("assembling the JSON of 4,700 values, beside nested dictionaries and JsonNode", _ => PayloadBenchmark.Run()),
    ["reading"] = ("reading the counters of a payload, beside an awaited command each", _ => ReadingBenchmark.Run()),
    ["tracking"] = (
        "tracking events, beside queues, counters and Redis itself; --store postgres: flushes to it beside those to Redis",
        arguments =>
        {
            if (arguments is ["--store", "postgres"])
            {
                StoresBenchmark.Run();
            }
            else
            {
                TrackingBenchmark.Run();
            }
        }),
    ["counting"] = ("counting one table for many metrics, beside batches and plain SQL", CountingBenchmark.Run),
    ["ping"] = ("a whole ping over eight tables, beside batches and bare scans", PingBenchmark.Run),
    ["distinct"] = ("exact distinct counts, beside batches and COUNT(DISTINCT)", DistinctBenchmark.Run),
    ["estimate"] = ("estimated distinct counts, beside 512 registers in SQL", EstimateBenchmark.Run),
    ["surroundings"] = ("collections away from home: partitions, subqueries, a small installation, a busy host", SurroundingsBenchmark.Run),
    ["dictionary"] = ("writing the site of 3,100 key paths, what its pages weigh, and the answer to a key stroke", _ => DictionaryBenchmark.Run()),
    ["http"] = ("the API, the page and tracking of requests, beside endpoints that do nothing", _ => HttpBenchmark.Run()),
    ["receiver"] = ("pings a second that a receiver acknowledges, beside bare commits", _ => ReceiverBenchmark.Run()),
};

if (args is [string name, ..] && benchmarks.TryGetValue(name, out (string Measures, Action<string[]> Run) chosen))
{
    chosen.Run(args[1..]);
    return 0;
}

foreach ((string known, (string measures, _)) in benchmarks)
{
    Console.Error.WriteLine($"./bench {known,-16} {measures}");
}

return args is [] ? 0 : 2;
