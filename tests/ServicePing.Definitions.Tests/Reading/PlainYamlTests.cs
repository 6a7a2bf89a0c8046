using System.Text;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Reading;

/// <summary>The quick way through plain texts and YamlDotNet's events must lead to the same nodes, places and problems.</summary>
public sealed class PlainYamlTests
{
    private const string Damage = "[]{}:,'\"&*!|>%@`-?#. \n\n  ~<=ab1";

    [CorpusFact]
    public void Nearly_all_of_the_corpus_is_plain_and_read_alike()
    {
        List<SourceFile> files = [.. GitLabDefinitions.Load(), .. GitLabDefinitions.LoadHistoric()];
        int plain = files.Count(IsReadAlike);
        Assert.InRange(plain, files.Count * 8 / 10, files.Count);
    }

    [CorpusFact]
    public void Mutants_of_the_corpus_are_read_alike()
    {
        List<SourceFile> files = [.. GitLabDefinitions.Load(), .. GitLabDefinitions.LoadHistoric()];
        Random random = new(20261121);
        int plain = 0;
        for (int i = 0; i < 60_000; i++)
        {
            SourceFile file = files[random.Next(files.Count)];
            plain += IsReadAlike(file with { Text = Mutate(file.Text[..Math.Min(file.Text.Length, 2000)], random) }) ? 1 : 0;
        }

        Assert.InRange(plain, 5_000, 60_000);
    }

    [Fact]
    public void Small_texts_of_every_kind_of_line_are_read_alike()
    {
        string[] lines =
        [
            "a: b", "b:", "  c: d", "  - e", "- f", "- g: h", "  i: 'j'", "k: \"l\"", "# m", "", "  # n", "o: [p, 'q', 1]", "r: []", "  s", "   t: u",
            "  - v: w", "    x: y", "---", "z: ~ # null", "aa: b # c", "bb: -1", "cc: <1.0", "dd: e:f", "ee: |", "- - x", "-", "? y", "ff: 'a''b'", "  gg", "- [a]",
            "a : b", "hh: [a,b ]  ", "ii:    ", "...", "- 'jj': k", "ll: a  b",
        ];
        Random random = new(7);
        int plain = 0;
        for (int i = 0; i < 60_000; i++)
        {
            string text = string.Join("\n", Enumerable.Range(0, random.Next(1, 7)).Select(_ => lines[random.Next(lines.Length)]))
                + (random.Next(2) == 0 ? "\n" : "");
            plain += IsReadAlike(new SourceFile("a.yml", "a.yml", DefinitionKind.Metric, text)) ? 1 : 0;
        }

        Assert.InRange(plain, 3_000, 60_000);
    }

    private static string Mutate(string text, Random random)
    {
        StringBuilder mutant = new(text);
        for (int hit = random.Next(1, 4); hit > 0 && mutant.Length > 2; hit--)
        {
            int at = random.Next(mutant.Length);
            switch (random.Next(4))
            {
                case 0:
                    mutant[at] = Damage[random.Next(Damage.Length)];
                    break;
                case 1:
                    mutant.Insert(at, Damage[random.Next(Damage.Length)]);
                    break;
                case 2:
                    mutant.Remove(at, 1);
                    break;
                default:
                    int length = Math.Min(random.Next(1, 40), mutant.Length - at);
                    mutant.Insert(random.Next(mutant.Length), mutant.ToString(at, length));
                    break;
            }
        }

        return mutant.ToString();
    }

    /// <summary>Whether a text is plain; if so, both ways must agree.</summary>
    private static bool IsReadAlike(SourceFile file)
    {
        FileProblems quick = new(file, GitLabWords.All);
        if (PlainYaml.Parse(quick) is not { } node)
        {
            Assert.True(quick.IsEmpty);
            return false;
        }

        FileProblems whole = new(file, GitLabWords.All);
        IReadOnlyList<YamlNode> roots = YamlTree.ParseEvents(whole);
        string expected = string.Join("\n", roots.Select(Show)) + "\n" + string.Join("\n", whole.InOrder());
        string actual = Show(node) + "\n" + string.Join("\n", quick.InOrder());
        Assert.True(expected == actual, $"{file.Text}\n--- expected\n{expected}\n--- actual\n{actual}");
        return true;
    }

    private static string Show(YamlNode node)
    {
        string place = $"{node.Start}..{node.End} ";
        return place + node switch
        {
            YamlScalar scalar => $"{scalar.Kind} {scalar.Text}",
            YamlList list => $"[{string.Join(", ", list.Items.Select(Show))}]",
            YamlMap map => $"{{{string.Join(", ", map.Entries.Select(entry => $"{entry.KeyStart}..{entry.KeyEnd} {entry.Key}: {Show(entry.Value)}"))}}}",
            _ => node.Describe(),
        };
    }
}
