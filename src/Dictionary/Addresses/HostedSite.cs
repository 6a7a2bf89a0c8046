using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The program that shows a site as a part of its own pages.</summary>
internal sealed record HostedSite
{
    /// <summary>The way back to its own pages: what it is called, and its address below the site's root.</summary>
    internal required NavigationItem Back { get; init; }

    /// <summary>What a metric says in this installation, by its key path.</summary>
    internal required Func<string, Content> Here { get; init; }

    /// <summary>Where the values in the payload's excerpts are from, in a sentence.</summary>
    internal required string Sample { get; init; }
}
