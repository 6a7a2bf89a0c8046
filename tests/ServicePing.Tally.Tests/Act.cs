using System.Globalization;

namespace ServicePing.Tally.Tests;

/// <summary>What someone does in Tally.</summary>
internal enum Deed
{
    Create,
    Send,
    Pay,
    Delete,
    ExportPdf,
    ExportXml,
    OpenDashboard,
    OpenEmptyDashboard,
}

/// <summary>Something that someone does in Tally.</summary>
/// <param name="At">When.</param>
/// <param name="Deed">What.</param>
/// <param name="User">Who, from 1 to 24.</param>
/// <param name="Account">In which account, from 1 to 8.</param>
/// <param name="Invoice">With which of the invoices that were written, from 0 on; -1 where none is needed.</param>
/// <param name="Customer">Whom it is written to, from 1 to 60.</param>
/// <param name="Channel">The way an invoice is sent.</param>
/// <param name="Cents">What is paid.</param>
internal sealed record Act(DateTimeOffset At, Deed Deed, int User, int Account, int Invoice, int Customer, string Channel, int Cents)
{
    public Guid UserId => Id('b', User);

    public Guid AccountId => Id('a', Account);

    public Guid CustomerId => Id('c', Customer);

    /// <summary>The keys of <c>rows.sql</c>.</summary>
    private static Guid Id(char kind, int number) =>
        Guid.Parse(string.Create(CultureInfo.InvariantCulture, $"{kind}0000000-0000-4000-8000-{number:x12}"));
}
