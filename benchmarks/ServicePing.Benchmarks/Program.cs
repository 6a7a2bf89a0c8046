using ServicePing.Benchmarks;

Dictionary<string, (string Measures, Action Run)> benchmarks = new()
{
    ["definitions"] = ("reading definition files, beside YamlDotNet's bare parser", DefinitionsBenchmark.Run),
    ["reading"] = ("reading the counters of a payload, beside an awaited command each", ReadingBenchmark.Run),
    ["tracking"] = ("tracking events, beside queues, counters and Redis itself", TrackingBenchmark.Run),
};

if (args is [string name, ..] && benchmarks.TryGetValue(name, out (string Measures, Action Run) chosen))
{
    chosen.Run();
    return 0;
}

foreach ((string known, (string measures, _)) in benchmarks)
{
    Console.Error.WriteLine($"./bench {known,-16} {measures}");
}

return args is [] ? 0 : 2;
