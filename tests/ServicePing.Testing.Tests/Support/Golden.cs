using ServicePing.Tests;

namespace ServicePing.Testing.Tests.Support;

/// <summary>Texts in <c>Golden/</c>. Run with SERVICEPING_GOLDEN=write to have them written as they are now, and read the difference.</summary>
internal static class Golden
{
    /// <summary>The text must be that of the file.</summary>
    public static void Is(string name, string text)
    {
        string path = Repository.PathOf("tests", "ServicePing.Testing.Tests", "Golden", name + ".txt");
        if (Environment.GetEnvironmentVariable("SERVICEPING_GOLDEN") == "write")
        {
            File.WriteAllText(path, text + "\n");
        }

        Assert.Equal(File.ReadAllText(path), text + "\n");
    }
}
