using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Npgsql;
using Tally.Data;
using Tally.Live;

namespace Tally.Api;

/// <summary>What happens to an invoice: it is written, sent, paid, deleted.</summary>
internal static class Invoices
{
    public static void MapInvoices(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/invoices", async (NewInvoice invoice, NpgsqlDataSource database, TimeProvider clock, TallyEvents events) =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            Guid id = Guid.CreateVersion7(now);
            Guid? found = await database.AccountAsync(
                """
                INSERT INTO invoices (id, account_id, customer_id, author_id, currency, total, options, due_on, created_at)
                SELECT $1, account_id, id, $3, $4, $5, $6::jsonb, $7, $8 FROM customers WHERE id = $2 AND deleted_at IS NULL
                RETURNING account_id
                """,
                id,
                invoice.Customer,
                invoice.Author,
                invoice.Currency,
                invoice.Total,
                invoice.Options?.GetRawText() ?? "{}",
                DateOnly.FromDateTime(now.UtcDateTime).AddDays(14),
                now);
            if (found is not { } account)
            {
                return Results.NotFound();
            }

            events.CreateInvoice(member: invoice.Author, account: account);
            return Results.Created($"/invoices/{id}", new Created(id));
        });

        routes.MapPost("/invoices/{invoice:guid}/send", async (
            Guid invoice, Sending sending, NpgsqlDataSource database, TimeProvider clock, TallyEvents events, IHubContext<InvoiceHub> live) =>
        {
            Guid? found = await database.AccountAsync(
                """
                UPDATE invoices SET status = $2, sent_at = $3
                WHERE id = $1 AND status = $4 AND deleted_at IS NULL
                RETURNING account_id
                """,
                invoice, InvoiceStatus.Sent, clock.GetUtcNow(), InvoiceStatus.Draft);
            if (found is not { } account)
            {
                return Results.NotFound();
            }

            events.SendInvoice(member: sending.User, account: account, label: TallyEvents.SendInvoiceLabelOf(sending.Channel));
            await live.Clients.All.SendAsync("sent", new Created(invoice));
            return Results.NoContent();
        });

        routes.MapPost("/invoices/{invoice:guid}/payments", async (
            Guid invoice, NewPayment payment, NpgsqlDataSource database, TimeProvider clock, TallyEvents events) =>
        {
            DateTimeOffset now = clock.GetUtcNow();
            Guid? found = await database.AccountAsync(
                """
                WITH invoice AS (
                    UPDATE invoices SET status = $3, paid_at = $4 WHERE id = $1 AND status = $5 AND deleted_at IS NULL
                    RETURNING id, account_id
                )
                INSERT INTO payments (id, invoice_id, account_id, method, amount, received_at)
                SELECT $2, id, account_id, $6, $7, $4 FROM invoice
                RETURNING account_id
                """,
                invoice, Guid.CreateVersion7(now), InvoiceStatus.Paid, now, InvoiceStatus.Sent, payment.Method, payment.Amount);
            if (found is not { } account)
            {
                return Results.NotFound();
            }

            events.RecordPayment(member: payment.User, account: account, value: (long)(payment.Amount * 100));
            return Results.NoContent();
        });

        routes.MapDelete("/invoices/{invoice:guid}", async (
            Guid invoice, Guid user, NpgsqlDataSource database, TimeProvider clock, TallyEvents events) =>
        {
            Guid? found = await database.AccountAsync(
                "UPDATE invoices SET deleted_at = $2 WHERE id = $1 AND deleted_at IS NULL RETURNING account_id",
                invoice, clock.GetUtcNow());
            if (found is not { } account)
            {
                return Results.NotFound();
            }

            events.DeleteInvoice(member: user, account: account);
            return Results.NoContent();
        });
    }

    internal sealed record NewInvoice(Guid Customer, Guid Author, string Currency, decimal Total, JsonElement? Options);

    internal sealed record Sending(Guid User, string Channel);

    internal sealed record NewPayment(Guid User, PaymentMethod Method, decimal Amount);

    internal sealed record Created(Guid Id);
}
