using System.Globalization;
using System.Security;
using System.Text;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>
/// A project that is edited and built again and again. One run of MSBuild does all of it, restores at the beginning, and evaluates and builds
/// the project anew after each edit, since starting MSBuild takes several times as long as a small build.
/// </summary>
internal sealed class BuildSequence(ScratchProject project)
{
    private readonly StringBuilder _steps = new();
    private int _count;

    private string Root => Path.GetFullPath(Path.Combine(project.Folder, ".."));

    /// <summary>Adds a build.</summary>
    /// <param name="properties">What is set on its command line, as <c>NAME=VALUE;NAME=VALUE</c>.</param>
    /// <param name="write">The files that are written before it, by their paths below the project's folder.</param>
    /// <param name="delete">The files that are deleted before it.</param>
    public BuildSequence Then(string properties = "", Dictionary<string, string>? write = null, string[]? delete = null)
    {
        _count++;
        Say(Begin(_count));
        foreach ((string path, string text) in write ?? [])
        {
            string place = PlaceOf(path);
            project.Write($"../edits/{_count}/{place}", text);
            // Written when its turn comes: with a time of before, it would be older than what was built meanwhile.
            Do($"mkdir -p '{Path.GetDirectoryName(place)}' && cp 'edits/{_count}/{place}' '{place}'");
        }

        foreach (string path in delete ?? [])
        {
            Do($"rm '{PlaceOf(path)}'");
        }

        _steps.AppendLine(CultureInfo.InvariantCulture, $"""
            <MSBuild Projects='{ProjectFile}' Properties='{SecurityElement.Escape($"BuildOfSequence={_count};{properties}")}' ContinueOnError='true' />
            """);
        Say(BuiltState.Succeeds, "'$(MSBuildLastTaskResult)' == 'true'");
        Do($"mkdir -p states && cp -a '{project.Name}' 'states/{_count}'");
        return this;
    }

    /// <summary>Does all of it.</summary>
    /// <returns>What each build came to, in order.</returns>
    public async Task<IReadOnlyList<BuiltState>> RunAsync()
    {
        Say(Begin(_count + 1));
        project.Write("../Sequence.proj", $"""
            <Project DefaultTargets="Build">
              <Target Name="Restore">
                <MSBuild Projects='{ProjectFile}' Targets='Restore' />
              </Target>
              <Target Name="Build">
            {_steps}
              </Target>
            </Project>
            """);
        // On one node, so that all of it is told in order.
        (_, string output) = await Dotnet.RunAsync(Root, "build", "Sequence.proj", "-nologo", "-m:1");
        Assert.True(output.Contains(Begin(_count + 1), StringComparison.Ordinal), output);
        return [.. Enumerable.Range(1, _count).Select(number => new BuiltState(
            output.Split(Begin(number))[1].Split(Begin(number + 1))[0], Path.Combine(Root, "states", $"{number}")))];
    }

    private string ProjectFile => SecurityElement.Escape(Path.Combine(project.Folder, project.Name + ".csproj"));

    private void Say(string text, string condition = "true") => _steps.AppendLine(
        CultureInfo.InvariantCulture, $"<Message Importance='high' Text='{text}' Condition=\"{condition}\" />");

    private void Do(string command) => _steps.AppendLine(
        CultureInfo.InvariantCulture,
        $"<Exec Command='{SecurityElement.Escape(command)}' WorkingDirectory='{SecurityElement.Escape(Root)}' EchoOff='true' />");

    private string PlaceOf(string path) => Path.GetRelativePath(Root, Path.GetFullPath(Path.Combine(project.Folder, path)));

    private static string Begin(int number) => $"== Build {number} of the sequence";
}
