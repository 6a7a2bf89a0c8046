using System.Text.Json;
using Microsoft.Extensions.Caching.Distributed;
using Npgsql;
using Tally.Data;
using Tally.Pages;

namespace Tally.Api;

/// <summary>What an account looks at.</summary>
internal static class Accounts
{
    private static readonly DistributedCacheEntryOptions Briefly = new() { AbsoluteExpirationRelativeToNow = TimeSpan.FromMinutes(1) };

    public static void MapAccounts(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/accounts/{account:guid}/summary", (Guid account, NpgsqlDataSource database, IDistributedCache cache) =>
            SummaryAsync(account, database, cache));

        routes.MapGet("/accounts/{account:guid}/dashboard", async (
            Guid account, Guid user, NpgsqlDataSource database, IDistributedCache cache, PageRenderer pages) =>
        {
            Summary summary = await SummaryAsync(account, database, cache);
            return Results.Content(await pages.DashboardAsync(account, user, summary.Invoices, summary.Open), "text/html");
        });
    }

    private static async Task<Summary> SummaryAsync(Guid account, NpgsqlDataSource database, IDistributedCache cache)
    {
        if (await cache.GetAsync(account.ToString()) is { } kept)
        {
            return JsonSerializer.Deserialize(kept, TallyJson.Default.Summary)!;
        }

        await using NpgsqlCommand command = database
            .CreateCommand(
                """
                SELECT count(*), count(*) FILTER (WHERE status = $2)
                FROM invoices WHERE account_id = $1 AND deleted_at IS NULL
                """)
            .With(account, InvoiceStatus.Sent);
        await using NpgsqlDataReader reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        Summary summary = new(reader.GetInt64(0), reader.GetInt64(1));
        await cache.SetAsync(account.ToString(), JsonSerializer.SerializeToUtf8Bytes(summary, TallyJson.Default.Summary), Briefly);
        return summary;
    }

    internal sealed record Summary(long Invoices, long Open);
}
