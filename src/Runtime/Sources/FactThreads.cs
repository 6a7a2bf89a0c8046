namespace ServicePing.Runtime.Sources;

/// <summary>
/// Gives each step of a fact a thread of its own: one that blocks holds up neither another fact nor the program's thread pool, and does
/// not keep the program from ending.
/// </summary>
internal sealed class FactThreads : TaskScheduler
{
    internal static FactThreads Instance { get; } = new();

    protected override void QueueTask(Task task) =>
        new Thread(() => TryExecuteTask(task)) { IsBackground = true, Name = "ServicePing fact" }.Start();

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
