using ServicePing.Runtime.Facts;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Asks the program's own class, where it has one.</summary>
internal sealed class Surroundings(IInstanceSurroundings? program = null)
{
    /// <exception cref="FactFailureException">The program has no such class, or the class does not answer this.</exception>
    internal async Task<T> AskAsync<T>(string member, Func<IInstanceSurroundings, ValueTask<T?>> ask)
        where T : class
    {
        if (program is null)
        {
            throw FactFailureException.Unavailable(
                $"The program has no {nameof(IInstanceSurroundings)}: implement {member}, and add the class to the services.");
        }

        return await ask(program).ConfigureAwait(false)
            ?? throw FactFailureException.Unavailable($"The program's {nameof(IInstanceSurroundings)} does not answer {member}.");
    }
}
