using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary>A run of <c>serviceping</c>, as a user starts it.</summary>
internal static class ToolRun
{
    public static Task<ProgramRun> Of(string folder, params string[] arguments) =>
        ProgramRun.Of(folder, "dotnet", [Path.Combine(AppContext.BaseDirectory, "serviceping.dll"), .. arguments]);
}
