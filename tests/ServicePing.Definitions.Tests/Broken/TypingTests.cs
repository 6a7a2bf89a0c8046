using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;
using ServicePing.Tests;
using Xunit.Abstractions;

namespace ServicePing.Definitions.Tests.Broken;

/// <summary>Real definitions as they are while somebody types: what code uses stays there as long as its name stands there.</summary>
public sealed class TypingTests(ITestOutputHelper output)
{
    private const int Seed = 20261121;

    [CorpusFact]
    public void A_definition_cut_off_behind_its_name_keeps_its_members()
    {
        Tally tally = new();
        foreach (SourceFile source in Every(80))
        {
            for (int length = 0; length < source.Text.Length; length++)
            {
                tally.Look(source, source.Text[..length]);
            }
        }

        tally.Holds(output);
    }

    [CorpusFact]
    public void A_line_that_is_being_typed_costs_no_member()
    {
        Tally tally = new();
        foreach (SourceFile source in Every(40))
        {
            string[] lines = source.Text.Split('\n');
            for (int line = 0; line < lines.Length; line++)
            {
                string whole = lines[line];
                for (int length = 0; length < whole.Length; length++)
                {
                    lines[line] = whole[..length];
                    tally.Look(source, string.Join('\n', lines));
                }

                lines[line] = whole;
            }
        }

        tally.Holds(output);
    }

    [CorpusFact]
    public void Random_damage_elsewhere_costs_no_member()
    {
        List<SourceFile> sources = Every(1);
        Mutation mutation = new(Seed);
        Tally tally = new();
        for (int i = 0; i < 30_000; i++)
        {
            SourceFile source = sources[mutation.Below(sources.Count)];
            tally.Look(source, mutation.Of(source.Text, sources[mutation.Below(sources.Count)].Text));
        }

        tally.Holds(output);
    }

    private static List<SourceFile> Every(int step) =>
        [.. GitLabDefinitions.Load().Where(source => source.Kind is DefinitionKind.Metric or DefinitionKind.Event).Where((_, i) => i % step == 0)];

    /// <summary>How often the names of a definition survived.</summary>
    private sealed class Tally
    {
        private readonly List<string> _lost = [];
        private int _looks;

        public void Look(SourceFile source, string text)
        {
            string[] keys = source.Kind == DefinitionKind.Metric ? ["key_path:", "---"] : ["action:", "internal_events:", "status:", "---"];
            if (!keys.All(key => Stands(key, source.Text, text)))
            {
                return;
            }

            _looks++;
            // A list of other periods that is soundly written is no loss.
            SourceFile typed = source with { Text = text };
            bool withPeriods = DefinitionReader.Read(typed).Meaning.Metrics.All(metric => metric.HasUnreadTimeFrame);
            if (Names(source, withPeriods).Except(Names(typed, withPeriods)).FirstOrDefault() is { } lost)
            {
                _lost.Add($"{lost} in\n{text}");
            }
        }

        public void Holds(ITestOutputHelper output)
        {
            output.WriteLine($"members survive in {_looks - _lost.Count} of {_looks} texts");
            Assert.True(_looks > 1000);
            Assert.True(_lost.Count == 0, $"{_lost.Count} of {_looks} lost, such as {_lost.FirstOrDefault()}");
        }

        /// <summary>Whether the lines of a key are there as they were, and no other.</summary>
        private static bool Stands(string key, string sound, string text)
        {
            string[] before = LinesOf(key, sound);
            return LinesOf(key, text).SequenceEqual(before, StringComparer.Ordinal);
        }

        private static string[] LinesOf(string key, string text) =>
            [.. text.Split('\n').Where(line => line.Contains(key, StringComparison.Ordinal))];

        /// <summary>What code can name of a file.</summary>
        private static HashSet<string> Names(SourceFile source, bool withPeriods)
        {
            DefinitionCatalogue catalogue = CatalogueBuilder.Build([DefinitionReader.Read(source).Meaning]);
            return
            [
                .. catalogue.Metrics.Select(metric => withPeriods ? metric.KeyPath : metric.Definition.KeyPath),
                .. catalogue.Events.Select(@event => @event.Action),
            ];
        }
    }
}
