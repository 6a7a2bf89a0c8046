namespace ServicePing.Runtime.Schedule;

/// <summary>Told on the threads that walk; the posting of <see cref="Progress{T}"/> would come late.</summary>
internal sealed class ShownProgress(CycleLease lease) : IProgress<CollectionProgress>
{
    public void Report(CollectionProgress value) => lease.Show(value);
}
