using System.Globalization;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Benchmarks.Generator;

/// <summary>
/// What 4,700 metrics add to the start of a program before anything is collected: whole processes with and without them, in turns.
/// </summary>
/// <remarks>
/// Each round starts each program once, in another order than the round before, and a figure is the median over the rounds of what a
/// program needs more than its peer of the same round: on a machine that does other things as well, medians of the programs alone
/// wander by more than they differ. A process is timed from outside to its end. What other processes disturb less stands beside: the
/// least time, processor time, and how many methods were compiled.
/// Resident memory counts the pages of assemblies, which the kernel maps sixteen at a time around each that is touched, shares between
/// processes and may drop; private memory is what no other process has.
/// A published program is one whose assemblies were all compiled by <c>dotnet publish -p:PublishReadyToRun=true</c>; so is its peer.
/// </remarks>
internal static class StartupBenchmark
{
    private const int Rounds = 31;
    private const int WarmUp = 2;

    private const string Without = "Without";
    private const string With = "With";
    private const string Connected = "Connected";

    public static void Run(SourceFile[] files)
    {
        StartupPrograms programs = new(Path.Combine("artifacts", "benchmarks", "startup"));
        int keyPaths = programs.Compile(With, files, """
            services.AddServicePing(ping => ping.UseInProcessCounters());
            """);
        programs.Compile(Connected, files, """
            services.AddServicePing(ping => ping.UsePostgres("Host=localhost;Database=product").UseRedis("localhost"));
            """);
        programs.Compile(Without, [], "");
        programs.Publish();

        string[] paths =
        [
            programs.PathOf(Without), programs.PathOf(With), programs.PathOf(Connected),
            programs.PublishedPathOf(Without), programs.PublishedPathOf(With),
        ];
        ProgramStart[][] rounds = [.. Enumerable.Range(0, WarmUp + Rounds).Select(round => Start(paths, round)).Skip(WarmUp)];

        string[] names = [Without, With, Connected, $"{Without}, published", $"{With}, published"];
        for (int i = 0; i < names.Length; i++)
        {
            ProgramStart[] starts = [.. rounds.Select(round => round[i])];
            double milliseconds = Median(starts, static start => start.Milliseconds);
            double least = starts.Min(static start => start.Milliseconds);
            double processor = Median(starts, static start => start.ProcessorMilliseconds);
            double methods = Median(starts, static start => start.Methods);
            double resident = Median(starts, static start => start.ResidentKilobytes);
            double own = Median(starts, static start => start.PrivateKilobytes);
            Say($"start-up       {names[i],-20} {milliseconds,7:F1} ms, at least {least:F1}, of the processor {processor:F1}");
            Say($"               {methods,9:F0} methods compiled, {resident:N0} KB resident, {own:N0} KB private");
        }

        Say($"start-up of {keyPaths} key paths, {Rounds} rounds.");
        Say($"generator: startup_ms = {More(rounds, 1, 0, static start => start.Milliseconds):F1}");
        Say($"generator: startup_cpu_ms = {More(rounds, 1, 0, static start => start.ProcessorMilliseconds):F1}");
        Say($"generator: startup_methods = {More(rounds, 1, 0, static start => start.Methods):F0}");
        Say($"generator: startup_kb = {More(rounds, 1, 0, static start => start.ResidentKilobytes):F0}");
        Say($"generator: startup_private_kb = {More(rounds, 1, 0, static start => start.PrivateKilobytes):F0}");
        Say($"generator: startup_published_ms = {More(rounds, 4, 3, static start => start.Milliseconds):F1}");
        Say($"generator: startup_published_cpu_ms = {More(rounds, 4, 3, static start => start.ProcessorMilliseconds):F1}");
        Say($"generator: startup_connected_ms = {More(rounds, 2, 0, static start => start.Milliseconds):F1}");
    }

    /// <summary>Starts each program once, beginning with another one each round.</summary>
    private static ProgramStart[] Start(string[] paths, int round)
    {
        ProgramStart[] starts = new ProgramStart[paths.Length];
        for (int i = 0; i < paths.Length; i++)
        {
            int program = (round + i) % paths.Length;
            starts[program] = StartupPrograms.Start(paths[program]);
        }

        return starts;
    }

    /// <summary>What a program needs more than its peer.</summary>
    private static double More(ProgramStart[][] rounds, int program, int peer, Func<ProgramStart, double> figure) =>
        Median(rounds, round => figure(round[program]) - figure(round[peer]));

    private static double Median<T>(IReadOnlyCollection<T> all, Func<T, double> figure)
    {
        double[] ordered = [.. all.Select(figure).Order()];
        return ordered[ordered.Length / 2];
    }

    private static void Say(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
