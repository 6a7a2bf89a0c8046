using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The sample product's definitions beside its schema.</summary>
public sealed class ForgeSampleTests
{
    [Fact]
    public void The_sample_has_no_error_and_no_warning()
    {
        string root = Path.Combine(Repository(), "samples", "Forge", "ServicePing");
        List<ReadFile> files = [.. Directory.EnumerateFiles(root, "*.yml", SearchOption.AllDirectories)
            .Select(path => (Path: path, Relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Select(file => DefinitionReader.Read(new SourceFile(
                file.Relative, file.Relative, DefinitionPath.KindOf(file.Relative)!.Value, File.ReadAllText(file.Path))))];
        Assert.NotEmpty(files);

        Assert.DoesNotContain(
            DefinitionChecker.Check(files, new Surroundings
            {
                Schema = SchemaReader.Read(File.ReadAllText(Path.Combine(root, SchemaReader.FileName))),
            }),
            problem => problem.Rule.Level != RuleLevel.Info);
    }

    private static string Repository()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "ServicePing.Generators.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        return folder;
    }
}
