using ServicePing.Tests;

namespace ServicePing.Tally.Tests;

/// <summary>The program, built from the packages.</summary>
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
