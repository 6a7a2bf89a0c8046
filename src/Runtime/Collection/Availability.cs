using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Sites;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>What the program answers whether there is anything to measure; see <see cref="ServicePingBuilder.AvailableWhen"/>.</summary>
/// <param name="Name">The name that definitions use.</param>
/// <param name="IsAvailable">Answers.</param>
internal sealed record AvailabilityAnswer(string Name, Func<IServiceProvider, bool> IsAvailable);

/// <summary>Leaves out of a collection, before anything is read, what the program says has nothing to measure.</summary>
internal sealed class Availability(IEnumerable<AvailabilityAnswer> answers, KnownSites sites, IServiceProvider services)
{
    /// <summary>The scope without those metrics; each name is asked for once, and only where a metric needs it.</summary>
    internal async Task<PingScope> AskAsync(PingProgram program, PingScope scope, CancellationToken cancellationToken)
    {
        if (program.Availability.Count == 0)
        {
            return scope;
        }

        HashSet<int> computed = [.. scope.Work.Slots()];
        Dictionary<int, UnavailableMetric> unavailable = [];
        foreach (IGrouping<string, AvailabilityPlan> plans in program.Availability.GroupBy(plan => plan.Name, StringComparer.Ordinal))
        {
            int[] slots = [.. plans.SelectMany(plan => plan.Slots).Where(slot => scope.IsWanted(slot) || computed.Contains(slot))];
            if (slots.Length > 0 && await AnswerAsync(plans.Key, cancellationToken).ConfigureAwait(false) is { } answer)
            {
                foreach (int slot in slots)
                {
                    unavailable[slot] = answer;
                }
            }
        }

        return unavailable.Count == 0 ? scope : scope.Without(unavailable);
    }

    private async Task<UnavailableMetric?> AnswerAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            if (name == KnownSites.SecondarySite)
            {
                return await sites.IsSecondaryAsync(cancellationToken).ConfigureAwait(false)
                    ? null
                    : new UnavailableMetric("It is a metric of secondary sites, and this site is the primary.", Failure: null);
            }

            return answers.First(answer => answer.Name == name).IsAvailable(services)
                ? null
                : new UnavailableMetric($"The program says of '{name}' that there is nothing to measure.", Failure: null);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return new UnavailableMetric("", Failure.Of(exception) with { Place = name == KnownSites.SecondarySite ? nameof(IInstanceSites) : $"AvailableWhen(\"{name}\")" });
        }
    }
}
