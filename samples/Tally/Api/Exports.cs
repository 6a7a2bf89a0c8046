namespace Tally.Api;

/// <summary>Invoices as files.</summary>
internal static class Exports
{
    public static void MapExports(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/invoices/{invoice:guid}.pdf", (Guid invoice, Guid user, TallyKnownEvents known) =>
        {
            known.IExportPdf(user);
            return Results.Text($"%PDF {invoice}", "application/pdf");
        });
        routes.MapGet("/invoices/{invoice:guid}.xml", (Guid invoice, Guid user, TallyKnownEvents known) =>
        {
            known.IExportXml(user);
            return Results.Text($"<Invoice id=\"{invoice}\"/>", "application/xml");
        });
    }
}
