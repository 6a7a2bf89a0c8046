namespace ServicePing;

/// <summary>How far a collection has come.</summary>
/// <param name="Walking">What is being walked, such as the name of a table.</param>
/// <param name="ShareDone">The share of the tables' pages that has been walked, from 0 to 1.</param>
/// <param name="RowsWalked">The rows that have been walked.</param>
public readonly record struct CollectionProgress(string Walking, double ShareDone, long RowsWalked)
{
    /// <summary>How long the rest may take, by the pace so far; null where nothing has been walked.</summary>
    public TimeSpan? Remaining { get; init; }
}
