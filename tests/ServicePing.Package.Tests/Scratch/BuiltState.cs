namespace ServicePing.Package.Tests.Scratch;

/// <summary>What a build of a sequence came to.</summary>
/// <param name="Output">What it said.</param>
/// <param name="Folder">A copy of the project's folder, as the build left it.</param>
internal sealed record BuiltState(string Output, string Folder)
{
    internal const string Succeeds = "The build of the sequence succeeds.";

    /// <summary>It must have been a success.</summary>
    public BuiltState Succeeded()
    {
        Assert.True(Output.Contains(Succeeds, StringComparison.Ordinal), Output);
        Assert.DoesNotContain(": error ", Output, StringComparison.Ordinal);
        return this;
    }

    /// <summary>It must have failed, and said so.</summary>
    public BuiltState Failed(string error)
    {
        Assert.DoesNotContain(Succeeds, Output, StringComparison.Ordinal);
        Assert.Contains(error, Output, StringComparison.Ordinal);
        return this;
    }

    /// <summary>When a file was written, by its path in the project's folder.</summary>
    public DateTime WrittenAt(string path) => File.GetLastWriteTimeUtc(Path.Combine(Folder, path));

    /// <summary>The text of a file.</summary>
    public string Read(string path) => File.ReadAllText(Path.Combine(Folder, path));
}
