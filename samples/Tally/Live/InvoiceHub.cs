using Microsoft.AspNetCore.SignalR;

namespace Tally.Live;

/// <summary>Tells open browsers, whichever node they are connected to, what happens to invoices.</summary>
internal sealed class InvoiceHub : Hub;
