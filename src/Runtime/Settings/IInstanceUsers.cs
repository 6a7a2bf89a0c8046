namespace ServicePing;

/// <summary>
/// Tells who uses the installation, so that one that a single person has set up for themselves sends nothing before that person
/// has decided. Register an implementation where the product wants that rule; without one it does not hold.
/// </summary>
public interface IInstanceUsers
{
    /// <summary>Counts; called whenever settings are asked for anew, as before each send. Where it throws, nothing is sent.</summary>
    /// <param name="cancellationToken">Ends it.</param>
    Task<InstanceUsers> CountAsync(CancellationToken cancellationToken);
}

/// <summary>Who uses the installation.</summary>
/// <param name="Count">How many people, not counting users that the product itself has made.</param>
/// <param name="OnlyAdministratorSince">Where it is one person who is an administrator: since when; null otherwise.</param>
/// <param name="HasLicense">Whether the installation has a license that is valid now.</param>
public sealed record InstanceUsers(int Count, DateTimeOffset? OnlyAdministratorSince, bool HasLicense);
