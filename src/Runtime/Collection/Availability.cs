using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Collection;

/// <summary>What the program answers whether there is anything to measure; see <see cref="ServicePingBuilder.AvailableWhen"/>.</summary>
/// <param name="Name">The name that definitions use.</param>
/// <param name="IsAvailable">Answers.</param>
internal sealed record AvailabilityAnswer(string Name, Func<IServiceProvider, bool> IsAvailable);

/// <summary>Leaves out of a collection, before anything is read, what the program says has nothing to measure.</summary>
internal sealed class Availability(IEnumerable<AvailabilityAnswer> answers, IServiceProvider services)
{
    /// <summary>The scope without those metrics; each name is asked for once, and only where a metric needs it.</summary>
    internal PingScope Ask(PingProgram program, PingScope scope)
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
            if (slots.Length > 0 && Answer(plans.Key) is { } answer)
            {
                foreach (int slot in slots)
                {
                    unavailable[slot] = answer;
                }
            }
        }

        return unavailable.Count == 0 ? scope : scope.Without(unavailable);
    }

    private UnavailableMetric? Answer(string name)
    {
        try
        {
            return answers.First(answer => answer.Name == name).IsAvailable(services)
                ? null
                : new UnavailableMetric($"The program says of '{name}' that there is nothing to measure.", Failure: null);
        }
        catch (Exception exception)
        {
            return new UnavailableMetric("", Failure.Of(exception) with { Place = $"AvailableWhen(\"{name}\")" });
        }
    }
}
