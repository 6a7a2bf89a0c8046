namespace ServicePing.Tally.Tests;

/// <summary>What people do in Tally from Monday, 7 September 2026, to the moment of the ping, a Wednesday: five whole weeks and a bit.</summary>
internal static class Weeks
{
    private static readonly string[] Channels = ["mail", "mail", "post", "portal"];

    /// <summary>When it begins.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 9, 7, 0, 0, 0, TimeSpan.Zero);

    /// <summary>When the ping is collected.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 10, 14, 9, 30, 0, TimeSpan.Zero);

    /// <summary>Everything, in the order of time; the same on every run.</summary>
    public static IReadOnlyList<Act> Acts { get; } = [.. Imagine()];

    /// <summary>What happened in the last whole weeks, Monday to Sunday.</summary>
    public static IEnumerable<Act> Last(int weeks)
    {
        DateTimeOffset end = new(2026, 10, 12, 0, 0, 0, TimeSpan.Zero);
        return Acts.Where(act => act.At >= end.AddDays(-7 * weeks) && act.At < end);
    }

    private static IEnumerable<Act> Imagine()
    {
#pragma warning disable CA5394 // Repeatable is what this randomness has to be.
        Random random = new(20261014);
        List<Act> drafts = [];
        List<Act> sent = [];
        int written = 0;
        for (DateTimeOffset at = Start.AddMinutes(3); at < Now; at = at.AddMinutes(random.Next(60, 420)))
        {
            // The deleted account, the eighth, has people left who look at it.
            int customer = random.Next(1, 60);
            customer += customer % 15 == 0 ? 1 : 0;
            int account = 1 + ((customer - 1) % 7);
            int user = account + (8 * random.Next(3));
            Act act = new(at, Deed.Create, user, account, -1, customer, "", 0);
            switch (random.Next(10))
            {
                case 0 or 1 or 2:
                    act = act with { Invoice = written++ };
                    drafts.Add(act);
                    break;
                case 3 or 4 when Taken(drafts) is { } draft:
                    act = act with
                    {
                        Deed = Deed.Send, Account = draft.Account, Invoice = draft.Invoice, Channel = Channels[random.Next(Channels.Length)],
                    };
                    sent.Add(act);
                    break;
                case 5 when Taken(sent) is { } bill:
                    act = act with { Deed = Deed.Pay, Account = bill.Account, Invoice = bill.Invoice, Cents = random.Next(1, 100_000) };
                    break;
                case 6 when drafts.Count > 6:
                    act = act with { Deed = Deed.Delete, Account = drafts[0].Account, Invoice = drafts[0].Invoice };
                    drafts.RemoveAt(0);
                    break;
                case 7 or 8 when written > 0:
                    act = act with { Deed = random.Next(2) == 0 ? Deed.ExportPdf : Deed.ExportXml, Invoice = random.Next(written) };
                    break;
                case 9 when random.Next(3) == 0:
                    act = act with { Deed = Deed.OpenEmptyDashboard, Account = 8, User = 8 * random.Next(1, 4) };
                    break;
                default:
                    act = act with { Deed = Deed.OpenDashboard };
                    break;
            }

            yield return act;
        }

        Act? Taken(List<Act> from)
        {
            if (from.Count == 0)
            {
                return null;
            }

            Act taken = from[random.Next(from.Count)];
            from.Remove(taken);
            return taken;
        }
#pragma warning restore CA5394
    }
}
