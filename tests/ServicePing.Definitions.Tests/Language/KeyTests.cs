using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.Export;
using ServicePing.Definitions.JsonSchemas;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Definitions.Problems;
using ServicePing.Tests;

namespace ServicePing.Definitions.Tests.Language;

/// <summary>Each key of the table is used everywhere: one that is added and used nowhere fails here.</summary>
public sealed class KeyTests
{
    private static readonly IReadOnlyList<KeyPlace> Meant = [.. KeyPlace.All.Where(place => place.Key.IsMeant && place.Outer.All(outer => outer.IsMeant))];

    [Fact]
    public void A_definition_with_a_key_means_something_else_than_one_without() =>
        Each(Meant, place => Assert.NotEqual(place.Read(place.Without), place.Read(place.With)));

    [Fact]
    public void An_example_is_right() =>
        Each(KeyPlace.All, place => Assert.DoesNotContain(
            place.ReadFile(place.With).Problems, problem => problem.Rule.Group == Definitions.Problems.Rules.Shape && problem.Rule.Level == RuleLevel.Error));

    [Fact]
    public void A_value_of_another_type_is_refused() =>
        Each(
            KeyPlace.All.Where(place => place.Key.Type.Form != KeyForm.Anything && place.Kind != DefinitionKind.Override),
            place => Assert.Contains(
                place.ReadFile(place.Text(place.Key.Type.Form is KeyForm.Map or KeyForm.MapOf or KeyForm.Keys or KeyForm.List ? "text" : "{ a: {} }")).Problems,
                problem => problem.Rule.Id is "SP0004"));

    [Fact]
    public void A_key_that_must_be_there_is_missed_and_no_other_is() =>
        Each(
            KeyPlace.All.Where(place => place.Kind != DefinitionKind.Override),
            place => Assert.Equal(
                place.Key.IsRequired,
                place.ReadFile(place.Text(null)).Problems.Any(problem => problem.Rule.Id is "SP0003" or "SP0009" && problem.Message.Contains(place.Key.Name, StringComparison.Ordinal))));

    [Fact]
    public void A_key_that_another_asks_for_is_missed_with_it_alone() =>
        Each(
            KeyPlace.All.Where(place => place.Key.RequiredWith is not null),
            place => Assert.Contains(
                place.ReadFile(Asking(place, place.Key.RequiredWith!)).Problems,
                problem => problem.Message.Contains($"'{place.Key}'", StringComparison.Ordinal)));

    [Fact]
    public void Data_sources_that_have_no_such_key_refuse_it() =>
        Each(MetricKeys.Map.Where(key => key.Sources.Length > 0 || key.RefusedWith is not null), key =>
        {
            KeyPlace place = KeyPlace.All.Single(one => one.Key == key && one.Kind == DefinitionKind.Metric);
            foreach (Word<DataSource> source in Words.DataSources)
            {
                string text = place.With.Replace("data_source: database", $"data_source: {source.Text}", StringComparison.Ordinal);
                bool isTaken = !(key.Sources.Length > 0 && !key.Sources.Contains(source.Value)) && key.RefusedWith?.Value != source.Text;
                bool isRefused = place.ReadFile(text).Problems.Any(problem => problem.Message.Contains($"takes no '{key}'", StringComparison.Ordinal)
                    || problem.Message.Contains($"takes no such '{key}'", StringComparison.Ordinal));
                Assert.True(isTaken || isRefused, $"{source.Text} takes '{key}'.");
            }
        });

    [Fact]
    public void The_export_has_the_key_and_reads_back_to_the_same_meaning() =>
        Each(Meant.Where(place => place.Kind != DefinitionKind.Vocabulary), place =>
        {
            DefinitionFile file = place.Read(place.With);
            string yaml = DefinitionList.Of([file], place.Kind).ToYaml();

            Assert.True(place.Kind == DefinitionKind.Override || yaml.Contains(place.Key.Name + ":", StringComparison.Ordinal), yaml);
            Assert.Equal(Unplaced(file), Unplaced(place.Read(yaml)));
        });

    [Fact]
    public void The_catalogue_has_the_key_and_gives_the_same_meaning_back() =>
        Each(Meant, place =>
        {
            DefinitionFile file = place.Read(place.With);

            Assert.Equal([file], Again(file));
        });

    [Fact]
    public void The_JSON_Schema_has_the_key_with_what_is_said_of_it()
    {
        Dictionary<DefinitionKind, Dictionary<string, string>> schemas = Enum.GetValues<DefinitionKind>().ToDictionary(kind => kind, kind =>
            Properties(JsonDocument.Parse(JsonSchema.Write(kind)).RootElement.GetProperty("definitions").GetProperty("definition"), "").DistinctBy(one => one.Key).ToDictionary());

        Each(
            KeyPlace.All.Where(place => place.Kind != DefinitionKind.Override),
            place => Assert.Equal(place.Key.Description, schemas[place.Kind][place.Name]));
    }

    [Fact]
    public void A_key_for_people_changes_no_input_of_the_plan_and_any_other_does() =>
        Each(Meant, place =>
        {
            bool isSame = PlanInput.Of(place.Read(place.With)) == PlanInput.Of(place.Read(place.Without));

            Assert.Equal(!place.Key.IsPlanned, isSame);
        });

    /// <summary>The runtime reads catalogues without this assembly, by names of its own.</summary>
    [Fact]
    public void The_runtime_asks_catalogues_for_keys_that_there_are()
    {
        string[] known = [.. KeyPlace.All.Select(place => place.Key.Name), Tables.FilePath];
        string[] asked =
        [
            .. Directory.EnumerateFiles(Repository.PathOf("src", "Runtime", "Catalogue"), "*.cs")
                .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"(?:Find|Text|TextOrNull|Texts|Day)\(""([a-z_]+)""\)"))
                .Select(match => match.Groups[1].Value),
        ];

        Assert.True(asked.Length > 20);
        Assert.Empty(asked.Except(known));
    }

    [Fact]
    public void Definitions_drawn_from_the_table_survive_every_notation()
    {
        Random random = new(16);
        for (int i = 0; i < 600; i++)
        {
            DefinitionKind kind = (DefinitionKind)random.Next((int)DefinitionKind.Vocabulary + 1);
            string text = Draw(kind, random);
            KeyPlace place = KeyPlace.All.First(one => one.Kind == kind);
            DefinitionFile file = place.Read(text);
            try
            {
                Assert.Equal(file == new DefinitionFile() ? Array.Empty<DefinitionFile>() : new[] { file }, Again(file));
                if (kind != DefinitionKind.Vocabulary)
                {
                    Assert.Equal(Unplaced(file), Unplaced(place.Read(DefinitionList.Of([file], kind).ToYaml())));
                }

                Lockfile lockfile = LockfileRecorder.Record([file]);
                Assert.Equal(lockfile, LockfileReader.Read("", LockfileWriter.Write(lockfile)).Meaning);
            }
            catch (Xunit.Sdk.XunitException exception)
            {
                throw new InvalidOperationException(text, exception);
            }
        }
    }

    /// <summary>A definition with some of the keys that it may have, and values of their types.</summary>
    private static string Draw(DefinitionKind kind, Random random)
    {
        if (kind == DefinitionKind.Override)
        {
            return $"other-{random.Next(9)}: \"old {random.Next(9)}\"\n";
        }

        return string.Concat(Tables.Of(kind).Where(key => key.IsRequired || random.Next(3) == 0).Select(key =>
            $"{key}: {(random.Next(2) == 0 ? key.Example : KeyPlace.Draw(key.Type, random))}\n"));
    }

    private static IReadOnlyList<DefinitionFile> Again(DefinitionFile file) =>
        CatalogueEncoder.Rows(file) is { } rows ? CatalogueDecoder.Decode(CatalogueWriter.Write([rows])) : [];

    /// <summary>The meaning without what no list has: whether a definition was broken.</summary>
    private static DefinitionFile Unplaced(DefinitionFile file) => file with
    {
        Metrics = file.Metrics.Select(metric => metric with { IsBroken = false, HasUnreadTimeFrame = false }).ToEquatableArray(),
    };

    /// <summary>A definition without a key, and with the value that asks for it.</summary>
    private static string Asking(KeyPlace place, KeyCondition condition) =>
        string.Concat(place.Text(null).Split('\n').Where(line => line.Length > 0 && !line.StartsWith(condition.Key + ":", StringComparison.Ordinal))
            .Append($"{condition.Key}: {condition.Value}").Select(line => line + "\n"));

    /// <summary>The descriptions of all properties, also of maps within others.</summary>
    private static IEnumerable<KeyValuePair<string, string>> Properties(JsonElement type, string prefix)
    {
        foreach (JsonProperty member in type.EnumerateObject())
        {
            IEnumerable<KeyValuePair<string, string>> inner = member.Name switch
            {
                "properties" => member.Value.EnumerateObject().SelectMany(property =>
                    Properties(property.Value, prefix + property.Name + ".")
                        .Prepend(new(prefix + property.Name, property.Value.GetProperty("description").GetString()!))),
                "items" or "additionalProperties" when member.Value.ValueKind == JsonValueKind.Object => Properties(member.Value, prefix),
                "oneOf" => member.Value.EnumerateArray().SelectMany(one => Properties(one, prefix)),
                _ => [],
            };
            foreach (KeyValuePair<string, string> property in inner)
            {
                yield return property;
            }
        }
    }

    /// <summary>All that fail are told of, not the first alone.</summary>
    private static void Each<T>(IEnumerable<T> all, Action<T> check) => Assert.All(all, check);
}
