using System.Diagnostics;

namespace Forge.Demo;

/// <summary>How the demo waits for other programs.</summary>
internal static class Patience
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(1);

    /// <summary>Asks again and again until it is so, or a minute is over.</summary>
    /// <returns>Whether it is so.</returns>
    public static async Task<bool> UntilAsync(Func<Task<bool>> isSo, CancellationToken cancellationToken)
    {
        Stopwatch waited = Stopwatch.StartNew();
        while (!await isSo())
        {
            if (waited.Elapsed > Limit)
            {
                return false;
            }

            await Task.Delay(50, cancellationToken);
        }

        return true;
    }
}
