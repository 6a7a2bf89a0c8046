namespace ServicePing.Runtime.Events;

/// <summary>What a counter keeps beyond how often it was moved. Any thread may move it; one drain at a time empties it.</summary>
internal abstract class Cell
{
    /// <summary>Counts one event; false where there is no memory left to keep it.</summary>
    internal abstract bool TryMove(in EventValue subject);

    /// <summary>Takes out what there is to write.</summary>
    /// <param name="moves">How often the cell was moved.</param>
    /// <param name="draft">What is written to; the cell's keys are its current ones.</param>
    internal abstract void Drain(long moves, FlushDraft draft);

    /// <summary>Gives back the memory of a day that is over.</summary>
    internal virtual void Release()
    {
    }
}
