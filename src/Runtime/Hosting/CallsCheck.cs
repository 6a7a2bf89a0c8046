using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Sites;

namespace ServicePing.Runtime.Hosting;

/// <summary>Says what is wrong with the calls that configure a program: two of what there is one of, and what is named and never given.</summary>
internal static class CallsCheck
{
    internal static void Check(ConfiguredSources sources, IEnumerable<MetricSet> sets, ServicePingOptions options, List<string> problems)
    {
        CheckSources(sources, options, problems);
        CheckAnswers(sources.Answers, sets, problems);
    }

    private static void CheckSources(ConfiguredSources sources, ServicePingOptions options, List<string> problems)
    {
        for (int i = 0; i < sources.Databases.Count; i++)
        {
            string database = sources.Databases[i];
            if (sources.Databases.IndexOf(database) == i && sources.Databases.LastIndexOf(database) != i)
            {
                problems.Add($"UsePostgres is called more than once for the database '{database}'; take one call out, or give it another name.");
            }
        }

        if (sources.CounterStores.Count > 1)
        {
            problems.Add($"Counters have one place, and {string.Join(" and ", sources.CounterStores)} are called; take all but one out.");
        }

        if (options.SpoolFolder is not null && sources.ForgetsCounters)
        {
            problems.Add(
                "SpoolFolder keeps what was tracked for the next process, and UseInProcessCounters() forgets what was counted before; give it a file, or take SpoolFolder out.");
        }

        if (sources.Folders.Count > 1)
        {
            problems.Add($"Pings are kept in one folder, and KeepIn names '{string.Join("' and '", sources.Folders)}'; take all but one out.");
        }

        if (options.StorageDatabase is { } storage && !sources.Databases.Contains(storage))
        {
            string known = sources.Databases.Count == 0 ? "none is configured" : $"there is '{string.Join("', '", sources.Databases)}'";
            problems.Add($"StoreIn names the database '{storage}', and {known}; call UsePostgres for '{storage}', or name another.");
        }
    }

    private static void CheckAnswers(List<string> answers, IEnumerable<MetricSet> sets, List<string> problems)
    {
        if (answers.Contains(KnownSites.SecondarySite))
        {
            problems.Add(
                $"AvailableWhen is called for '{KnownSites.SecondarySite}', which ServicePing answers itself, by Sites:Role or an IInstanceSites; take the call out.");
        }

        for (int i = 0; i < answers.Count; i++)
        {
            if (answers.IndexOf(answers[i]) == i && answers.LastIndexOf(answers[i]) != i)
            {
                problems.Add($"AvailableWhen is called more than once for '{answers[i]}'; take one call out, or give it another name.");
            }
        }

        foreach (MetricSet set in sets)
        {
            foreach (AvailabilityPlan plan in set.Availability)
            {
                if (plan.Name != KnownSites.SecondarySite && !answers.Contains(plan.Name))
                {
                    problems.Add(
                        $"'{set.Metrics[plan.Slots[0]].KeyPath}' has 'available_when: {plan.Name}', and nothing answers that; "
                        + $"call AvailableWhen(\"{plan.Name}\", …) where the service ping is added.");
                }
            }
        }
    }
}
