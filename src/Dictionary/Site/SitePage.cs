using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>A page of the site before it is framed.</summary>
/// <param name="Place">Where it lies.</param>
/// <param name="Title">What it is about.</param>
/// <param name="Body">What it says.</param>
internal sealed record SitePage(Place Place, string Title, Content Body)
{
    /// <summary>What stands below the title.</summary>
    internal string? Lead { get; init; }

    /// <summary>The folder of the entry of the navigation that has it.</summary>
    internal required string Current { get; init; }

    /// <summary>The same as JSON, in a file beside the page; null where there is none.</summary>
    internal Func<ReadOnlyMemory<byte>>? Twin { get; init; }

    /// <summary>What a page that says more in a program says there; null where that is the same.</summary>
    internal Func<HostedSite, Content>? Hosted { get; init; }

    /// <summary>Whether it has the search.</summary>
    internal bool IsSearched { get; init; }
}
