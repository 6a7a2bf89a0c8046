using System.Reflection;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>What is tested here.</summary>
public sealed class LibraryTests
{
    [Fact]
    public void The_runtime_was_compiled_against_version_2_and_runs_with_version_3()
    {
        AssemblyName compiled = typeof(ServicePingCollector).Assembly.GetReferencedAssemblies()
            .Single(assembly => assembly.Name == "StackExchange.Redis");
        Assert.Equal((2, 3), (compiled.Version!.Major, typeof(ConnectionMultiplexer).Assembly.GetName().Version!.Major));
    }
}
