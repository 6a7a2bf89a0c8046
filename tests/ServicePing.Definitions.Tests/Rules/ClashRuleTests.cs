using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Rules;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>The names of libraries, which belong to them.</summary>
public sealed class ClashRuleTests
{
    internal static IReadOnlyList<RuleExample> Examples =>
    [
        Metric("[|acme.mails|]", "counts.mails", "the library 'Acme'"),
        Metric("[|acme|]", "acme_mails", "of the library 'Acme'"),
        Metric("[|acme.mails.sent|]", "acme.sent", "cannot stand in one JSON"),
        new(
            "SP0112", () => Application().With("events/mail.yml", Yaml.Event("action: [|send_mail|]")),
            () => Application().With("events/mail.yml", Yaml.Event("action: get_mail")), "The event 'send_mail'"),
        new(
            "SP0112", () => Application().With("known_events/mail.yml", "- { name: [|g_mail_open|], redis_slot: mail, aggregation: weekly }"),
            () => Application().With("known_events/mail.yml", "- { name: g_mail_find, redis_slot: mail, aggregation: weekly }"), "The known event"),
    ];

    [Fact]
    public void What_a_library_defines_may_be_named() => Assert.Empty(Application()
        .With("metrics/bugs.yml", Yaml.EventMetric("key_path: counts.bugs", "events: [{ name: send_mail, filter: { label: bug } }]"))
        .With("metrics/sum.yml", Yaml.Query("operation: add", "metrics: [acme.mails, acme.letters]").Replace("counts.issues_open", "counts.sum", StringComparison.Ordinal))
        .Check());

    [Fact]
    public void Libraries_that_share_a_name_are_told()
    {
        IEnumerable<string> clashes = ClashRules.BetweenLibraries([Acme("Acme"), Acme("Rival")]);

        Assert.Contains("The libraries 'Acme' and 'Rival' both define the key path 'acme.mails'", clashes);
        Assert.Contains("The libraries 'Acme' and 'Rival' both define the event 'send_mail'", clashes);
        Assert.Contains("The libraries 'Acme' and 'Rival' both define the known event 'g_mail_open'", clashes);
        Assert.Empty(ClashRules.BetweenLibraries([Acme("Acme")]));
    }

    private static RuleExample Metric(string taken, string free, string message) => new(
        "SP0112", () => Application().With("metrics/mails.yml", Over(taken)), () => Application().With("metrics/mails.yml", Over(free)), message);

    private static string Over(string keyPath) => Yaml.EventMetric($"key_path: {keyPath}", "events: [{ name: create_issue }]");

    private static TestProject Application() => TestProject.Forge().In(surroundings => surroundings with { References = [Acme("Acme")] });

    private static ReferencedSet Acme(string library) => ReferencedSet.Of(library, library, new TestProject()
        .With("events/mail.yml", Yaml.Event("action: send_mail"))
        .With("known_events/mail.yml", "- { name: g_mail_open, redis_slot: mail, aggregation: weekly }")
        .With("metrics/mails.yml", Yaml.EventMetric("key_path: acme.mails", "events: [{ name: send_mail }]"))
        .With("metrics/letters.yml", Yaml.EventMetric("key_path: acme.letters", "events: [{ name: send_mail, filter: { label: letter } }]"))
        .Read()
        .Select(file => file.Meaning));
}
