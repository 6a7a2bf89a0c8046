using ServicePing.Pages;

namespace ServicePing.Dictionary;

/// <summary>The page of a release: what came and went by milestones, and what differs from the release before by lockfiles.</summary>
internal sealed class ReleasePage(ReleaseEntry release, Links links)
{
    internal void Write(HtmlWriter html)
    {
        if (release.ComparedWith is { } before)
        {
            Parts.Claim("changes", $"What changed since {before}", Changes, "As the lockfiles of both releases tell.").Invoke(html);
        }

        Part(html, "introduced", "Metrics that came with it", release.IntroducedMetrics);
        Part(html, "removed", "Metrics that went with it", release.RemovedMetrics);
        Part(html, "introduced-events", "Events that came with it", release.IntroducedEvents, areEvents: true);
        Part(html, "removed-events", "Events that went with it", release.RemovedEvents, areEvents: true);
    }

    private void Part(HtmlWriter html, string id, string title, IReadOnlyList<string> names, bool areEvents = false)
    {
        if (names.Count > 0)
        {
            HashSet<string> wanted = [.. names];
            Parts.Claim(
                id, $"{title}: {Figures.Count(names.Count)}",
                areEvents ? links.Events(links.Index.Dictionary.Events.Where(one => wanted.Contains(one.Name))) : links.Metrics(names)).Invoke(html);
        }
    }

    private void Changes(HtmlWriter html) => new Table
    {
        Caption = "Changes",
        Nothing = "Both lockfiles promise the same.",
        Columns = [new("Name"), new("What became of it"), new("What differs")],
        Rows = release.Changes.Select(IReadOnlyList<Content> (change) =>
        [
            links.To(change.Subject, change.Name),
            Text.Badge(Parts.ToneOf(change.Change), $"{change.Subject} {change.Change}"),
            Parts.Differences(change.Fields),
        ]),
    }.Write(html);
}
