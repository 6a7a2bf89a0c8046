using System.Globalization;
using System.Text.Json.Nodes;

namespace ServicePing.Tally.Tests;

/// <summary>The invoice manager in <c>samples/Tally</c>, used over HTTP for some weeks, and what its ping says afterwards.</summary>
public partial class TallyTests(TallyFixture tally) : IClassFixture<TallyFixture>
{
    /// <summary>What the program itself says, or every program that uses ServicePing.</summary>
    private static readonly Dictionary<string, JsonNode?> Facts = new()
    {
        ["license.plan"] = "team",
        ["license.seats"] = 40,
        ["settings.sign_up_open"] = true,
        ["settings.channels"] = new JsonObject { ["mail"] = true, ["portal"] = true, ["post"] = false },
        ["pages.theme"] = "light",
        ["mail.smtp_server"] = "postmark",
        ["schema_inconsistencies_metric"] = new JsonArray(),
        ["index_inconsistencies_metric"] = new JsonArray(),
        ["uuid"] = "0b0e5a1c-4a5e-4c55-9a0d-7d4f6a1f9c11",
        ["hostname"] = "tally.example",
        ["edition"] = "Team",
        ["installation_type"] = "container",
        ["version"] = "2.1.0",
        ["recorded_at"] = "2026-10-14T09:30:00.000Z",
        ["recording_ce_finished_at"] = "2026-10-14T09:30:00.000Z",
        ["settings.collected_data_categories"] = new JsonArray("standard", "subscription", "operational", "optional"),
    };

    public static TheoryData<string> Forms => ["built", "published ahead of time"];

    [Theory]
    [MemberData(nameof(Forms))]
    public void Every_number_is_what_plain_SQL_and_plain_counting_say(string form)
    {
        TallyRun run = Run(form);
        List<string> wrong =
        [
            .. run.Truth.Concat(Facts!)
                .Where(truth => !AreSame(truth.Value, Value(run.Ping, truth.Key)))
                .Select(truth => $"{truth.Key}: {Value(run.Ping, truth.Key)?.ToJsonString()} instead of {truth.Value?.ToJsonString()}"),
        ];

        Assert.True(wrong.Count == 0, string.Join('\n', wrong) + "\n" + run.Program.Log);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public void No_number_is_left_that_nothing_is_compared_with(string form)
    {
        TallyRun run = Run(form);
        HashSet<string> compared = [.. run.Truth.Keys, .. Facts.Keys];

        Assert.Empty(Leaves(run.Ping, "", compared));
        Assert.InRange(compared.Count, 100, 200);
    }

    [Fact]
    public void Both_forms_of_the_program_say_the_same() =>
        Assert.Equal(tally.JustInTime.Ping.ToJsonString(), tally.AheadOfTime.Ping.ToJsonString());

    [Fact]
    public void Publishing_ahead_of_time_draws_no_warning_but_of_the_renderer_of_Razor_components() => Assert.DoesNotContain(
        tally.PublishOutput.Split('\n'),
        line => line.Contains("warning", StringComparison.Ordinal) && !line.Contains(": Microsoft.AspNetCore.Components.", StringComparison.Ordinal));

    private TallyRun Run(string form) => form == "built" ? tally.JustInTime : tally.AheadOfTime;

    /// <summary>Whether two values are the same: numbers by what they are, however they are written, objects key by key.</summary>
    private static bool AreSame(JsonNode? expected, JsonNode? actual) => (expected, actual) switch
    {
        (JsonObject all, JsonObject those) => all.Count == those.Count && all.All(pair => AreSame(pair.Value, those[pair.Key])),
        (JsonValue one, JsonValue other) when IsNumber(one, out decimal number) && IsNumber(other, out decimal its) =>
            Math.Abs(number - its) <= Math.Abs(number) * 1e-12m,
        _ => JsonNode.DeepEquals(expected, actual),
    };

    private static bool IsNumber(JsonValue value, out decimal number) => decimal.TryParse(
        value.GetValueKind() == System.Text.Json.JsonValueKind.Number ? value.ToJsonString() : "",
        NumberStyles.Float,
        CultureInfo.InvariantCulture,
        out number);

    private static JsonNode? Value(JsonNode payload, string keyPath) =>
        keyPath.Split('.').Aggregate((JsonNode?)payload, (node, segment) => node?[segment]);

    private static IEnumerable<string> Leaves(JsonNode? node, string at, HashSet<string> known) =>
        known.Contains(at) ? []
        : node is JsonObject nested ? nested.SelectMany(pair => Leaves(pair.Value, at == "" ? pair.Key : $"{at}.{pair.Key}", known))
        : [at];
}
