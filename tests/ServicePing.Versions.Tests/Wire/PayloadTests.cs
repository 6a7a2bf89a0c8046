using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ServicePing.Versions.Tests;

/// <summary>What is read of a payload in one pass, beside what a document of it says.</summary>
public class PayloadTests
{
    private static readonly string[] KeyPaths = ["a", "a.b", "b.a", "b.b.a", "c", "b.c.b.a", "b"];
    private static readonly string[] Names = ["a", "b", "c"];

    [Fact]
    public void Random_payloads_give_the_figures_of_their_documents()
    {
        KeyPathTree tree = new(KeyPaths);
        for (int seed = 0; seed < 3000; seed++)
        {
            Random random = new(seed);
            JsonObject root = Object(random, depth: 4);
            root.Insert(random.Next(root.Count + 1), "uuid", JsonValue.Create("x"));
            string json = root.ToJsonString();

            Payload payload = Payload.Read(Encoding.UTF8.GetBytes(json), tree, depth: 32);

            using JsonDocument document = JsonDocument.Parse(json);
            Figure[] expected = [.. KeyPaths.Select(keyPath => Find(document.RootElement, keyPath))];
            Assert.True(expected.SequenceEqual(payload.Figures), $"Seed {seed}: {json}");
        }
    }

    [Fact]
    public void A_name_that_is_escaped_is_the_same_name()
    {
        Payload payload = Payload.Read("""{"\u0075uid":"x","\u0061":3}"""u8, new KeyPathTree(KeyPaths), depth: 32);

        Assert.Equal("x", payload.Uuid);
        Assert.Equal(3, payload.Figures[0].Value);
    }

    [Theory]
    [InlineData("3", 3.0)]
    [InlineData("0", 0.0)]
    [InlineData("2.5", 2.5)]
    [InlineData("-1", null)]
    [InlineData("-1000", null)]
    [InlineData("null", null)]
    [InlineData("\"3\"", null)]
    [InlineData("1e999", null)]
    [InlineData("{\"-1\":-1}", null)]
    [InlineData("[1]", null)]
    public void A_fallback_or_what_is_no_number_is_there_without_a_value(string json, double? value)
    {
        Payload payload = Payload.Read(Encoding.UTF8.GetBytes($$"""{"uuid":"x","c":{{json}}}"""), new KeyPathTree(KeyPaths), depth: 32);

        Assert.Equal(new Figure(true, value), payload.Figures[4]);
        Assert.Equal(default, payload.Figures[0]);
    }

    private static JsonObject Object(Random random, int depth)
    {
        JsonObject made = [];
        foreach (string name in Names.Where(_ => random.Next(3) > 0))
        {
            made[name] = Value(random, depth - 1);
        }

        return made;
    }

    private static JsonNode? Value(Random random, int depth) => random.Next(depth > 0 ? 8 : 5) switch
    {
        0 => JsonValue.Create(random.Next(100)),
        1 => JsonValue.Create(-random.Next(1, 4)),
        2 => null,
        3 => JsonValue.Create("a"),
        4 => JsonValue.Create(random.NextDouble()),
        5 => new JsonArray(Object(random, depth), Value(random, depth)),
        _ => Object(random, depth),
    };

    private static Figure Find(JsonElement root, string keyPath)
    {
        JsonElement current = root;
        foreach (string name in keyPath.Split('.'))
        {
            if (current.ValueKind != JsonValueKind.Object || !current.TryGetProperty(name, out current))
            {
                return default;
            }
        }

        return current.ValueKind == JsonValueKind.Number && current.GetDouble() >= 0 ? new Figure(true, current.GetDouble()) : Figure.Unknown;
    }
}
