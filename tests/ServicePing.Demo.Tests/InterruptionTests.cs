using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

[Collection("demo")]
public class InterruptionTests
{
    // Of PostgreSQL and Redis; then of Forge, of Prometheus and of what tells it of the machine as well.
    [Theory]
    [InlineData("Loading three years of work", 2)]
    [InlineData("Waiting until Prometheus has seen it", 5)]
    public async Task Ctrl_C_ends_the_demo_and_leaves_no_process_and_no_folder(string step, int servers)
    {
        using RunningProgram demo = new(Repository.PathOf("demo"), "--json");
        await demo.LineAsync(step, TimeSpan.FromMinutes(5));
        IReadOnlyDictionary<int, string[]> started = demo.Children();
        string[] folders = [.. started.Values.SelectMany(words => words).Where(Directory.Exists)
            .Where(word => Path.GetFileName(word).StartsWith("serviceping-", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(servers, folders.Length);

        demo.Interrupt();

        Assert.Equal(130, await demo.EndAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal("", demo.Output);
        Assert.DoesNotContain(started.Keys, id => Directory.Exists($"/proc/{id}"));
        Assert.DoesNotContain(folders, Directory.Exists);
    }
}
