using ServicePing.Pages;

namespace ServicePing;

/// <summary>What a request to the administrator's page is answered with.</summary>
internal abstract record Outcome;

/// <summary>A page.</summary>
/// <param name="Title">What it is about.</param>
/// <param name="Body">What stands on it.</param>
internal sealed record View(string Title, Content Body) : Outcome
{
    internal string? Lead { get; init; }

    /// <summary>Buttons beside the title.</summary>
    internal Content? Actions { get; init; }

    internal int Status { get; init; } = 200;

    /// <summary>After how many seconds a browser without script loads it again; null for never.</summary>
    internal int? RefreshSeconds { get; init; }
}

/// <summary>After a change the browser goes to a page, so that loading that again changes nothing.</summary>
/// <param name="Path">Its path below the first page.</param>
internal sealed record Redirect(string Path) : Outcome;

/// <summary>A file that the browser saves.</summary>
/// <param name="Name">Its name; what not every system takes in one is replaced.</param>
/// <param name="Bytes">Its content, JSON.</param>
internal sealed record Download(string Name, ReadOnlyMemory<byte> Bytes) : Outcome;

/// <summary>A file that the browser shows or a page loads.</summary>
/// <param name="Type">Its media type.</param>
/// <param name="Bytes">Its content.</param>
internal sealed record Served(string Type, ReadOnlyMemory<byte> Bytes) : Outcome;
