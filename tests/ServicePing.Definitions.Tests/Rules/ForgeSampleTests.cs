using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Rules;
using ServicePing.Definitions.Schema;
using ServicePing.Definitions.Schema.Scripts;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The sample product's definitions beside its schema.</summary>
public sealed class ForgeSampleTests
{
    [Fact]
    public void The_sample_has_no_error_and_no_warning()
    {
        string root = Repository.PathOf("samples", "Forge", "ServicePing");
        List<ReadFile> files = [.. Directory.EnumerateFiles(root, "*.yml", SearchOption.AllDirectories)
            .Select(path => (Path: path, Relative: Path.GetRelativePath(root, path).Replace('\\', '/')))
            .Select(file => DefinitionReader.Read(new SourceFile(
                file.Relative, file.Relative, DefinitionPath.KindOf(file.Relative)!.Value, File.ReadAllText(file.Path))))];
        Assert.NotEmpty(files);

        Assert.DoesNotContain(
            DefinitionChecker.Check(files, new Surroundings
            {
                Schema = SchemaReader.Read(File.ReadAllText(Path.Combine(root, DatabaseSchema.FileName))),
                Lockfile = LockfileReader.Read(Lockfile.FileName, File.ReadAllText(Path.Combine(root, Lockfile.FileName))),
            }),
            problem => problem.Rule.Level != RuleLevel.Info);
    }

    [Fact]
    public void The_lockfile_of_the_sample_is_what_update_would_write()
    {
        string root = Repository.PathOf("samples", "Forge", "ServicePing");
        string text = File.ReadAllText(Path.Combine(root, Lockfile.FileName));
        IEnumerable<string> files = Directory.EnumerateFiles(root, "*.yml", SearchOption.AllDirectories);
        Lockfile current = LockfileRecorder.Record(files
            .Select(path => (Relative: Path.GetRelativePath(root, path).Replace('\\', '/'), Text: File.ReadAllText(path)))
            .Select(file => DefinitionReader.Read(
                new SourceFile(file.Relative, file.Relative, DefinitionPath.KindOf(file.Relative)!.Value, file.Text)).Meaning));

        Assert.Equal(text, LockfileWriter.Write(LockfileRecorder.Update(LockfileReader.Read(root, text).Meaning, current)));
    }
}
