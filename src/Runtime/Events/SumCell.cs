using ServicePing.Runtime.Counters;

namespace ServicePing.Runtime.Events;

/// <summary>The sum of a number. A text, and what would make the sum infinite, is left out.</summary>
internal sealed class SumCell : Cell
{
    private double _amount;

    internal override bool TryMove(in EventValue subject)
    {
        double number = subject.AsNumber() ?? 0;
        double seen = Volatile.Read(ref _amount);
        while (number != 0 && double.IsFinite(seen + number))
        {
            double before = Interlocked.CompareExchange(ref _amount, seen + number, seen);
            if (before.Equals(seen))
            {
                break;
            }

            seen = before;
        }

        return true;
    }

    internal override void Drain(long moves, FlushDraft draft)
    {
        double amount = Interlocked.Exchange(ref _amount, 0);
        if (amount != 0)
        {
            draft.Add(moves, (key, lifetime) => new CounterWrite.Amount(key, lifetime, amount));
        }
    }
}
