using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

[Collection("demo")]
public class InterruptionTests
{
    [Fact]
    public async Task Ctrl_C_ends_the_demo_and_leaves_no_process_and_no_folder()
    {
        using RunningProgram demo = new(Repository.PathOf("demo"), "--json");
        await demo.LineAsync("Loading three years of work", TimeSpan.FromMinutes(5));
        IReadOnlyDictionary<int, string[]> started = demo.Children();
        string[] folders = [.. started.Values.SelectMany(words => words).Where(Directory.Exists)
            .Where(word => Path.GetFileName(word).StartsWith("serviceping-", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(2, folders.Length);

        demo.Interrupt();

        Assert.Equal(130, await demo.EndAsync(TimeSpan.FromMinutes(2)));
        Assert.Equal("", demo.Output);
        Assert.DoesNotContain(started.Keys, id => Directory.Exists($"/proc/{id}"));
        Assert.DoesNotContain(folders, Directory.Exists);
    }
}
