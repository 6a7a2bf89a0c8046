using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;

namespace Forge.Api;

/// <summary>The people of a namespace.</summary>
internal static class Members
{
    public static void MapMembers(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/namespaces/{namespace:long}/invitations", InviteAsync);

    private static async Task<Results<Created, NotFound>> InviteAsync(
        long @namespace, Invitation invitation, NpgsqlDataSource database, ForgeEvents events)
    {
        Row? row = await database.QueryRowAsync(
            """
            WITH place AS (
                SELECT namespaces.id FROM namespaces, users WHERE namespaces.id = $1 AND users.id = $2
            ), guest AS (
                INSERT INTO users (username, email)
                SELECT split_part($3, '@', 1), $3 FROM place
                RETURNING id
            )
            SELECT guest.id, 0::bigint, place.id FROM guest, place
            """,
            @namespace, invitation.User, invitation.Email);
        if (row is not { } invited)
        {
            return TypedResults.NotFound();
        }

        events.InviteMember(user: invitation.User, @namespace: @namespace);
        return TypedResults.Created($"/users/{invited.Id}");
    }

    internal sealed record Invitation(long User, string Email);
}
