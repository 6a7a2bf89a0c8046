using System.Globalization;
using Microsoft.AspNetCore.Http;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>Personal access tokens for scripts: created, listed and revoked.</summary>
internal sealed class TokensPage(PageServices services)
{
    private const string ScopeField = "scope-";

    private static readonly int[] Days = [30, 90, 180, 365];

    internal Task<Outcome> ShowAsync(PageCall call) => ShowAsync(call, null, null);

    internal async Task<Outcome> CreateAsync(PageCall call)
    {
        IFormCollection form = await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false);
        int days = int.TryParse(form["days"], CultureInfo.InvariantCulture, out int asked) && Days.Contains(asked) ? asked : Days[0];
        try
        {
            CreatedToken created = await services.Tokens.CreateAsync(
                new TokenRequest(
                    form["name"].ToString().Trim(),
                    call.UserId,
                    call.Who,
                    [.. TokenScopes.All.Where(scope => form[ScopeField + scope] == "true")],
                    call.Now.AddDays(days))
                {
                    IsAdministrator = true,
                },
                call.Who,
                call.End).ConfigureAwait(false);

            // In the answer itself, since a text that opens something belongs into no address.
            return await ShowAsync(call, null, created).ConfigureAwait(false);
        }
        catch (TokenException exception)
        {
            return await ShowAsync(call, exception.Message, null).ConfigureAwait(false);
        }
    }

    internal async Task<Outcome> RevokeAsync(PageCall call)
    {
        IFormCollection form = await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false);
        return await services.Tokens.RevokeAsync(form["id"].ToString(), call.Who, call.End).ConfigureAwait(false) is null
            ? PageMap.NotFound("There is no such token.")
            : new Redirect("tokens?done=revoked");
    }

    private async Task<Outcome> ShowAsync(PageCall call, string? problem, CreatedToken? created)
    {
        IReadOnlyList<AccessToken> tokens = await services.Tokens.ListAsync(call.End).ConfigureAwait(false);
        return new View("Tokens", html =>
        {
            Notices.Done(call)(html);
            Notices.Failure("No token was created", problem)(html);
            if (created is not null)
            {
                new Notice(Tone.Good, $"Copy the token “{created.Token.Name}” now; it is not shown again")
                {
                    IsAnswer = true,
                    Body = inner => inner.Write($"""
                        <p><code class="secret" id="created">{created.Text}</code></p><p><button type="button" class="button" data-copy="#created"
                         data-needs-script hidden>Copy</button></p>
                        """),
                }.Write(html);
            }

            if (call.CanChange)
            {
                new Section("Create a token", call.Form("tokens", Fields)).Write(html);
            }

            new Section("All tokens", List(call, tokens).Write).Write(html);
        })
        {
            Status = problem is null ? 200 : 400,
            Lead = "For scripts that call the REST API in your name. Of a token only its hash is kept.",
        };
    }

    private static void Fields(HtmlWriter html)
    {
        new TextField("name", "What it is for") { Placeholder = "such as nightly export", IsRequired = true }.Write(html);
        html.Write($"""
            <fieldset><legend>What it may do</legend>{TokenScopes.All.Select(Scope)}</fieldset>
            <div class="field"><label for="days">Expires after</label><select id="days" name="days">{Days.Select(Choice)}</select></div>
            <p class="row">{Form.Button("Create the token", ButtonKind.Primary)}</p>
            """);
    }

    private static Content Scope(string scope) => html =>
    {
        string words = scope switch
        {
            TokenScopes.ReadServicePing => "read the kept reports",
            TokenScopes.Api => "everything that you may do",
            TokenScopes.SiteReport => "hand over the report of the secondary site as which the token is called",
            _ => "track events",
        };
        html.Write($"""
            <p><label class="check"><input type="checkbox" name="{ScopeField + scope}" value="true"> <span><code>{scope}</code>
            <span class="quiet">{words}</span></span></label></p>
            """);
    };

    private static Content Choice(int days) => html => html.Write($"""<option value="{days}">{days} days</option>""");

    private static Table List(PageCall call, IReadOnlyList<AccessToken> tokens) => new()
    {
        Caption = "Tokens, the one that was created last first",
        Nothing = "There is no token.",
        Columns = [new("Token"), new("Whose"), new("May"), new("State"), new("Expires"), new("Last used"), new("Revoke")],
        Rows = tokens.Select(IReadOnlyList<Content> (token) =>
        [
            Text.Of(token.Name),
            Text.Of(token.UserName),
            Text.Of(string.Join(", ", token.Scopes)),
            token.State switch
            {
                TokenState.Valid => Text.Badge(Tone.Good, "valid"),
                TokenState.Expired => Text.Badge(Tone.Neutral, "expired"),
                _ => Text.Badge(Tone.Neutral, "revoked"),
            },
            Text.Moment(token.ExpiresAt),
            token.LastUsedOn is { } day ? Text.Of(day.ToString("d MMM yyyy", CultureInfo.InvariantCulture)) : Text.Quiet("never"),
            token.State == TokenState.Valid
                ? call.Form("tokens/revoke", html => html.Write(
                    $"""<input type="hidden" name="id" value="{token.Id}"><button type="submit" class="button danger" aria-label="Revoke {token.Name}">Revoke</button>"""))
                : Text.Quiet("–"),
        ]),
    };
}
