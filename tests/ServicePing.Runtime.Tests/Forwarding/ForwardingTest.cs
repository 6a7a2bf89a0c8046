namespace ServicePing.Tests;

/// <summary>A test with a collector and a folder in which programs keep what they keep.</summary>
public abstract class ForwardingTest : IAsyncLifetime
{
    private protected string Folder { get; } = Directory.CreateTempSubdirectory("forwarding").FullName;

    private protected CollectorDouble Collector { get; } = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await Collector.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }

    private protected ForwardingProgram Start(Action<ServicePingOptions>? set = null, Action<ServicePingBuilder>? build = null) =>
        ForwardingProgram.Start(Folder, Collector.Address, set, build);
}
