namespace ServicePing.Runtime.Settings;

/// <summary>
/// Whether the only user of an installation, an administrator, has to be asked before anything is sent, as GitLab asks: somebody who has
/// been there for a week, without a license and without having decided.
/// </summary>
internal sealed class SoleAdministrator(IInstanceUsers? users, TimeProvider clock)
{
    private static readonly TimeSpan ConsentAge = TimeSpan.FromDays(7);

    private string? _withheld;
    private bool _hasAsked;

    /// <summary>Why somebody has to be asked first; null where nobody has.</summary>
    /// <param name="hasDecided">Whether the configuration or an administrator has decided.</param>
    /// <param name="asks">
    /// Whether the product is asked who its users are. Counting may cost it something, and whoever only follows need not know better than
    /// the last who asked.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    internal async Task<string?> WithheldAsync(bool hasDecided, bool asks, CancellationToken cancellationToken)
    {
        if (users is null || hasDecided)
        {
            _withheld = null;
        }
        else if (asks || !_hasAsked)
        {
            _withheld = await AskAsync(users, cancellationToken).ConfigureAwait(false);
        }

        return _withheld;
    }

    private async Task<string?> AskAsync(IInstanceUsers product, CancellationToken cancellationToken)
    {
        InstanceUsers counted;
        try
        {
            counted = await product.CountAsync(cancellationToken).ConfigureAwait(false);
            _hasAsked = true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            return $"Whether the only administrator has to be asked is not known: {exception.GetType().Name} was thrown by "
                + $"{nameof(IInstanceUsers)}.";
        }

        return counted is { Count: 1, HasLicense: false, OnlyAdministratorSince: { } since } && clock.GetUtcNow() - since > ConsentAge
            ? $"The only administrator has not decided yet; set '{SettingNames.Enabled}'."
            : null;
    }
}
