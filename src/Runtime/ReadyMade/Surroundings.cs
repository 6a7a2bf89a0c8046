using ServicePing.Runtime.Facts;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Asks the program's own class, where it has one.</summary>
internal sealed class Surroundings(IInstanceSurroundings? program = null)
{
    /// <exception cref="FactFailureException">The program has no such class, or the class does not answer this.</exception>
    internal async Task<T> AskAsync<T>(string member, Func<IInstanceSurroundings, ValueTask<T>> ask)
    {
        if (program is null)
        {
            throw FactFailureException.Unavailable(
                $"The program has no {nameof(IInstanceSurroundings)}: implement {member}, and add the class to the services.");
        }

        try
        {
            return await ask(program).ConfigureAwait(false)
                ?? throw new InvalidOperationException($"{nameof(IInstanceSurroundings)}.{member} has returned null.");
        }
        catch (NotImplementedException)
        {
            throw FactFailureException.Unavailable($"The program's {nameof(IInstanceSurroundings)} does not implement {member}.");
        }
    }
}
