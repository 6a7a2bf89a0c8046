using ServicePing.Pages;

namespace ServicePing;

/// <summary>Who has changed what, and when.</summary>
internal sealed class AuditPage(PageServices services)
{
    private const int Most = 200;

    internal async Task<Outcome> ShowAsync(PageCall call)
    {
        IReadOnlyList<SettingChange> changes = await services.History.ChangesAsync(Most, call.End).ConfigureAwait(false);
        return new View("Audit", html => new Section("Changes", new Table
        {
            Caption = "Changes, the latest first",
            Nothing = "Nobody has changed anything.",
            Columns = [new("When"), new("Who"), new("What"), new("Before"), new("Since")],
            Rows = changes.Select(IReadOnlyList<Content> (change) =>
            [
                Text.Moment(change.ChangedAt),
                Text.Of(change.ChangedBy),
                Text.Code(change.Name),
                Value(change.OldValue),
                Value(change.NewValue),
            ]),
        }.Write).Write(html))
        {
            Lead = "Every change that people have made, here, over the API or in code.",
        };
    }

    private static Content Value(string? value) => value is null ? Text.Quiet("default") : Text.Code(value);
}
