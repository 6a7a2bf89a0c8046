using System.Text;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Diagnostics;

/// <summary>Files as they are while somebody types, and worse.</summary>
public class MutationTests
{
    private const int Mutants = 2_000;
    private const int FilesAProject = 100;
    private const string Alphabet = "abz09 :-[]{}\"'\\|>&*!%@#,?\n\t\r\u0000\u0085\u2028é💥<_.$";

    [Fact]
    public async Task Nothing_throws_and_what_is_generated_is_CSharp()
    {
        Random random = new(20261121);
        string[] sound = [.. ForgeProject.Create().Files.Select(file => file.GetText().ToString())];
        for (int project = 0; project < Mutants / FilesAProject; project++)
        {
            TestProject mutants = ForgeProject.Create();
            for (int i = 0; i < FilesAProject; i++)
            {
                string folder = random.Next(4) switch { 0 => "events", 1 => "queries", _ => "metrics" };
                mutants = mutants.With($"{folder}/mutant_{i}.yml", Mutate(sound[random.Next(sound.Length)], random));
            }

            GeneratorOutcome outcome = mutants.Generate();
            Assert.Empty(outcome.Diagnostics);
            Assert.Empty(outcome.Compilation.GetDiagnostics().Where(diagnostic =>
                diagnostic.Severity == Microsoft.CodeAnalysis.DiagnosticSeverity.Error));
            Assert.DoesNotContain(await mutants.AnalyzeAsync(), diagnostic => diagnostic.Id is "SP9001" or "AD0001");
        }
    }

    private static string Mutate(string text, Random random)
    {
        StringBuilder mutant = new(text);
        for (int edits = random.Next(1, 6); edits > 0; edits--)
        {
            int at = random.Next(mutant.Length);
            int length = Math.Min(random.Next(1, 12), mutant.Length - at);
            switch (random.Next(4))
            {
                case 0:
                    mutant.Remove(at, length);
                    break;
                case 1:
                    mutant.Insert(at, Alphabet[random.Next(Alphabet.Length)]);
                    break;
                case 2:
                    mutant.Insert(at, mutant.ToString(at, length));
                    break;
                default:
                    mutant[at] = Alphabet[random.Next(Alphabet.Length)];
                    break;
            }
        }

        return mutant.ToString();
    }
}
