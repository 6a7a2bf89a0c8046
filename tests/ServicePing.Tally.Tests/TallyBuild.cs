using ServicePing.Tests;

namespace ServicePing.Tally.Tests;

/// <summary>The program in both forms: compiled while it runs, and ahead of time.</summary>
internal static class TallyBuild
{
    private static readonly string Project = Repository.PathOf("samples/Tally/Tally.csproj");

    /// <summary>Builds the program, where <c>./test</c> has not done so.</summary>
    /// <returns>The command that runs it.</returns>
    public static async Task<IReadOnlyList<string>> BuildAsync()
    {
        if (Environment.GetEnvironmentVariable("SERVICEPING_PACKAGES") is null)
        {
            await Dotnet.SucceedAsync(Repository.Root, ["build", Project, .. await ArgumentsAsync()]);
        }

        return ["dotnet", Repository.PathOf("samples/Tally/bin/Release/net10.0/Tally.dll")];
    }

    /// <summary>Publishes the program as native code.</summary>
    /// <returns>What the compiler said, and the command that runs the program.</returns>
    public static async Task<(string Output, IReadOnlyList<string> Command)> PublishAsync()
    {
        string folder = Repository.PathOf("artifacts", "tally");
        string output = await Dotnet.SucceedAsync(
            Repository.Root,
            [
                "publish", Project, "--use-current-runtime", "-p:TrimmerSingleWarn=false", "-p:NativeDebugSymbols=false", "-o", folder,
                .. await ArgumentsAsync(),
            ]);
        return (output, [Path.Combine(folder, "Tally")]);
    }

    /// <summary>Those of <c>eng/packages.sh</c>, so that nothing is restored or compiled twice.</summary>
    private static async Task<string[]> ArgumentsAsync()
    {
        Packages packages = await Packages.GetAsync();
        return
        [
            "-c", "Release", "-nologo", "-v:quiet", $"-p:ServicePingVersion={packages.Version}",
            $"-p:RestoreAdditionalProjectSources={packages.Folder}",
            $"-p:RestorePackagesPath={Repository.PathOf("artifacts", "sample-packages")}",
        ];
    }
}
