using System.Text;
using ServicePing.Definitions.Embedding;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Tests.Corpus;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Tests.Embedding;

public class CatalogueTextTests
{
    private const int BytesPerDefinition = 145;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_real_files_say_comes_back(bool isHistoric)
    {
        List<DefinitionFile> files = Read(isHistoric ? GitLabDefinitions.LoadHistoric() : GitLabDefinitions.Load());

        Assert.Equal(files.Count, CatalogueDecoder.Decode(Write(files)).Count);
        Assert.Equal(files, CatalogueDecoder.Decode(Write(files)));
    }

    [Fact]
    public void What_random_definitions_say_comes_back()
    {
        for (int seed = 0; seed < 400; seed++)
        {
            RandomDefinitions random = new(seed);
            List<DefinitionFile> files = [.. Enumerable.Range(0, 4).Select(i => random.File($"metrics/{i}.yml")).Where(file => file != new DefinitionFile())];

            Assert.Equal(files, CatalogueDecoder.Decode(Write(files)));
        }
    }

    [Fact]
    public void The_words_of_a_product_come_back()
    {
        DefinitionFile vocabulary = DefinitionReader.ReadAt("vocabulary.yml", DefinitionPath.Vocabulary, () => """
            tiers: [community, "business | plus"]
            editions: [CE]
            identifiers: { member: { type: Acme.MemberId }, organisation: { type: uuid }, device: { type: text } }
            owners: { billing: { contact: "billing@example.com; #billing" }, members: { contact: members@example.com } }
            categories: [billing, members]
            performance_indicators: [adoption]
            defaults:
              - { product_group: billing, tiers: [community], time_frame: [7d, all] }
              - { folder: metrics/members, product_group: members }
            """)!.Meaning;
        DefinitionFile gitLabs = new() { Words = GitLabWords.All };

        Assert.Equal([vocabulary], CatalogueDecoder.Decode(Write([vocabulary])));
        Assert.Equal([gitLabs], CatalogueDecoder.Decode(Write([gitLabs])));
        Assert.NotEqual(vocabulary, gitLabs);
    }

    [Fact]
    public void The_order_of_the_files_changes_nothing()
    {
        List<DefinitionFile> files = Read(GitLabDefinitions.Load());

        Assert.Equal(Write(files), Write(Enumerable.Reverse(files)));
    }

    [Fact]
    public void A_text_is_as_short_as_promised()
    {
        List<DefinitionFile> files = Read(GitLabDefinitions.Load());
        // As the generator divides them: neighbours in texts of about a hundred files.
        int bytes = files.Select(CatalogueEncoder.Rows).OfType<CatalogueRows>().Chunk(100)
            .Sum(part => Encoding.UTF8.GetByteCount(CatalogueWriter.Write(part)));

        Assert.True(bytes <= BytesPerDefinition * files.Count, $"{bytes} bytes, {(double)bytes / files.Count:F1} a definition.");
    }

    [Fact]
    public void The_text_survives_CSharp_and_UTF8()
    {
        string text = Write([.. Enumerable.Range(0, 50).Select(seed => new RandomDefinitions(seed).File("a.yml"))]);

        Assert.DoesNotContain(text, static character => character != '\n' && (char.IsControl(character) || character is '\u2028' or '\u2029' or '\uFEFF'));
        Assert.Equal(text, new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(new UTF8Encoding(false, true).GetBytes(text)));
    }

    [Fact]
    public void What_repeats_is_written_once()
    {
        string text = Write(Read(
        [
            Source("metrics/counts/issues.yml", """
                { key_path: counts.issues, description: "Issues, open | closed", data_source: system, time_frame: none, instrumentation_class: StateMetric, options: { states: [1, ~] } }
                """),
            Source("metrics/counts/notes.yml", """
                { key_path: counts.notes, description: Notes, data_source: system, time_frame: none, instrumentation_class: StateMetric, options: { state: "1" } }
                """),
        ]));

        Assert.Equal(
            """
            ServicePing catalogue 2
            M=data_category|key_path|description|product_group|value_type|status|time_frame|data_source|instrumentation_class|options|tiers|file_path
            M|'optional|'counts.issues|'Issues, open \u007C closed|'|'number|'active|'none|'system|'StateMetric|{;'states;[;#1;~;];}|[;]|'metrics/counts/issues.yml
            M|a|8'notes|'Notes|a|a|a|a|a|a|8';'1;}|a|16,6'not

            """, text);
    }

    [Theory]
    [InlineData("", 1)]
    [InlineData("ServicePing catalogue 1\n", 1)]
    [InlineData("ServicePing catalogue 3\n", 1)]
    [InlineData("ServicePing catalogue 2\n\n", 2)]
    [InlineData("ServicePing catalogue 2\nM|'a\n", 2)]
    [InlineData("ServicePing catalogue 2\nMa=name\n", 2)]
    [InlineData("ServicePing catalogue 2\nm=name\n", 2)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'a|'b|'c\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM'a|'b\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|a|'b\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'a|'b\nM|b|a\n", 4)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'counts|'b\nM|5,3'x|a\n", 4)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'counts|'b\nM|8'x|a\n", 4)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'a\\x|'b\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'a\\u00\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|file_path\nM|'a;'c|'b\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|status|file_path\nM|'a|'alive|'b\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|events|file_path\nM|'a|[;{;'name;'b|'c\n", 3)]
    [InlineData("ServicePing catalogue 2\nM=key_path|events|file_path\nM|'a|[;{;a;'b;};]|'c\n", 3)]
    [InlineData("ServicePing catalogue 2\nK=name|expiry|file_path\nK|'a|#99999999999|'b\n", 3)]
    public void A_broken_text_names_the_line(string text, int line) =>
        Assert.Equal(line, Assert.Throws<CatalogueFormatException>(() => CatalogueDecoder.Decode(text)).Line);

    [Fact]
    public void A_damaged_text_is_refused_or_read_but_never_fails_otherwise()
    {
        string text = Write(Read(GitLabDefinitions.Load().Where((_, i) => i % 900 == 0)));
        Random random = new(1);
        int refused = 0;
        for (int i = 0; i < 1_500; i++)
        {
            int at = random.Next(text.Length);
            string damaged = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, "|;'=[]{}\\#~\nMab7,^"[random.Next(18)].ToString()),
                _ => text[..at],
            };
            refused += Record.Exception(() => CatalogueDecoder.Decode(damaged)) switch
            {
                null => 0,
                CatalogueFormatException => 1,
                { } other => throw other,
            };
        }

        Assert.InRange(refused, 500, 1_499);
    }

    [Fact]
    public void Columns_of_later_versions_are_skipped()
    {
        DefinitionFile file = Assert.Single(CatalogueDecoder.Decode(
            "ServicePing catalogue 2\nX=colour\nX|[;'red;]\nM=key_path|colour|time_frame|tiers|file_path\nM|'a|{;'b;?true;}|'all|[;a;]|'c.yml\n"));

        MetricDefinition metric = Assert.Single(file.Metrics);
        Assert.Equal("a", metric.KeyPath);
        Assert.Equal(["red"], metric.Tiers);
    }

    private static List<DefinitionFile> Read(IEnumerable<SourceFile> sources) =>
    [
        .. sources.OrderBy(static source => source.RelativePath, StringComparer.Ordinal)
            .Select(static source => DefinitionReader.Read(source).Meaning),
    ];

    private static SourceFile Source(string path, string text) => new(path, path, DefinitionKind.Metric, text);

    private static string Write(IEnumerable<DefinitionFile> files) =>
        CatalogueWriter.Write(files.Select(CatalogueEncoder.Rows).OfType<CatalogueRows>());
}
