namespace ServicePing.Demo.Tests;

/// <summary>The repository that holds the sample and its demo.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    public static string PathOf(string relative) => Path.Combine(Root, relative);

    private static string Find(string folder) => File.Exists(Path.Combine(folder, "ServicePing.Generators.sln"))
        ? folder
        : Find(Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("The tests lie outside the repository."));
}
