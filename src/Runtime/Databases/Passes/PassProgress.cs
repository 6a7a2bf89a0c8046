using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Databases.Tables;

namespace ServicePing.Runtime.Databases.Passes;

/// <summary>How far a pass has come, as far as its collection was told. The pass guards it.</summary>
/// <param name="table">The table.</param>
/// <param name="meter">What is told.</param>
internal sealed class PassProgress(WalkedTable table, CollectionMeter meter)
{
    private double _pages;
    private long _rows;

    internal void Report(double pages, long rows)
    {
        meter.Walked(table.Name, pages - _pages, rows - _rows);
        (_pages, _rows) = (pages, rows);
    }

    /// <summary>Nothing more is read.</summary>
    internal void End() => Report(table.Pages, _rows);

    /// <summary>Takes back what was told of a pass that is begun anew.</summary>
    internal void Forget() => meter.Walked(table.Name, -_pages, -_rows);
}
