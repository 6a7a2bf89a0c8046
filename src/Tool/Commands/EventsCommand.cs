using System.CommandLine;
using ServicePing.Definitions.Problems;
using ServicePing.Tool.Connections;
using ServicePing.Tool.Plans;
using ServicePing.Tool.Watching;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping events watch PROGRAM</c>: what the counters of events do while somebody uses the program.</summary>
internal static class EventsCommand
{
    internal static Command Create() => new("events", "Looks at the events of a program.") { CreateWatch() };

    private static Command CreateWatch()
    {
        Argument<FileSystemInfo> root = Arguments.Program();
        ServerOptions servers = new();
        Option<string[]> events = new("--event") { Description = "Only the event or known event of this name; may be given several times." };
        Option<double> every = new("--every") { Description = "How many seconds lie between two looks, from 0.1 to 60.", DefaultValueFactory = _ => 1 };
        Limit(every, "--every", 0.1, 60);
        Option<double?> during = new("--for") { Description = "After how many seconds it ends; with Ctrl+C where it is left out." };
        Limit(during, "--for", 0.1, 86_400);
        Option<bool> json = new("--json") { Description = "Prints a JSON object a line." };

        Command command = new("watch", "Prints each counter that moves, as the program's flushes bring it to the counter store; changes nothing there.") { root };
        foreach (Option option in (Option[])[.. servers.OfCounters, events, every, during, json])
        {
            command.Options.Add(option);
        }

        command.SetAction((arguments, cancellationToken) => WatchAsync(
            arguments.GetRequiredValue(root), servers.Of(arguments), arguments.GetValue(events) ?? [], TimeSpan.FromSeconds(arguments.GetValue(every)),
            arguments.GetValue(during) is { } seconds ? TimeSpan.FromSeconds(seconds) : Timeout.InfiniteTimeSpan, arguments.GetValue(json), cancellationToken));
        return command;
    }

    private static async Task<int> WatchAsync(
        FileSystemInfo root, GivenServers servers, string[] names, TimeSpan every, TimeSpan during, bool isJson, CancellationToken cancellationToken)
    {
        if (servers.CounterStore is null)
        {
            throw new UsageException("Name the counter store: --redis localhost:6379, or --postgres-counters \"Host=…;Database=…;Username=…\".");
        }

        await servers.RefuseMissingCountersAsync(cancellationToken);

        await using PlannedProgram program = PlannedProgram.Of(root, servers.Configure, cancellationToken);
        EventCounterReader reader = program.Service<EventCounterReader>();
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(during);
        try
        {
            IReadOnlyList<EventCounter> counters = Asked(await reader.ReadAsync(end.Token), names);
            CounterWatch watch = new(counters);
            await Console.Error.WriteLineAsync(
                $"watching {counters.DistinctBy(one => one.Key).Count()} counters of {counters.DistinctBy(one => one.Event).Count()} events; Ctrl+C ends it");
            string? told = null;
            while (true)
            {
                await Task.Delay(every, end.Token);
                counters = [.. (await reader.ReadAsync(end.Token)).Where(one => IsAsked(one, names))];
                string? failure = FailureOf(counters);
                if (failure is not null && failure != told)
                {
                    await Console.Error.WriteLineAsync($"not all counters can be read: {failure}");
                }

                told = failure;
                DateTimeOffset now = TimeProvider.System.GetUtcNow();
                foreach (MovedCounter moved in watch.Look(counters))
                {
                    if (isJson)
                    {
                        Console.WriteLine(MovedText.Json(moved, now));
                    }
                    else
                    {
                        Screen.WriteLine(MovedText.Line(moved, now));
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
            return 0;
        }
    }

    /// <summary>The counters at the first look, where there is something wrong that somebody must know before waiting for it.</summary>
    private static EventCounter[] Asked(IReadOnlyList<EventCounter> all, string[] names)
    {
        EventCounter[] counters = [.. all.Where(one => IsAsked(one, names))];
        if (all.Count == 0)
        {
            throw new UsageException("The program has no events to watch.");
        }

        if (names.FirstOrDefault(name => !counters.Any(one => one.Event == name)) is { } unknown)
        {
            throw new UsageException(
                $"No event and no known event of the program is called '{unknown}'.{Suggestion.For(unknown, all.Select(one => one.Event).Distinct())}");
        }

        return FailureOf(counters) is { } failure ? throw new UsageException($"The counters cannot be read: {failure}") : counters;
    }

    private static bool IsAsked(EventCounter counter, string[] names) => names.Length == 0 || names.Contains(counter.Event);

    private static string? FailureOf(IEnumerable<EventCounter> counters) => counters.FirstOrDefault(one => one.Status != ReadingStatus.Ok)?.Message;

    private static void Limit<T>(Option<T> option, string name, double least, double most) => option.Validators.Add(result =>
    {
        if (result.GetValueOrDefault<T>() is double value && !(value >= least && value <= most))
        {
            result.AddError(FormattableString.Invariant($"{name} is a number of seconds from {least} to {most}."));
        }
    });
}
