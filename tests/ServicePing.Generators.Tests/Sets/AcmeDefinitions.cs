using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>A library with definitions of its own, compiled as its project would be, and an application over it.</summary>
internal static class AcmeDefinitions
{
    /// <summary>The library's project.</summary>
    public static TestProject Library(string name = "Acme") => new TestProject()
        .WithProperty("RootNamespace", name)
        .WithProperty("ServicePingEmitRegistration", "false")
        .With("events/send_mail.yml", Yaml.Event("send_mail", """
            identifiers: [user, project]
            additional_properties: { label: { description: The kind of the mail }, value: { description: Its size } }
            """))
        .With("metrics/mails.yml", Yaml.Metric("acme.mails", "internal_events", "events: [{ name: send_mail }]", timeFrame: "[28d, all]"))
        .With("metrics/senders.yml", Yaml.Metric("acme.senders", "internal_events", "events: [{ name: send_mail, unique: user.id }]", timeFrame: "[7d, 28d]"))
        .With("metrics/issues.yml", Yaml.Count("acme.issues"))
        .With("metrics/readers.yml", Yaml.Metric(
            "acme.readers", "database", "query: { operation: estimate_batch_distinct_count, from: issues, column: reader_id, sketch: readers }"))
        .With("known_events/mail.yml", "- { name: g_mail_open, category: mail, redis_slot: mail, aggregation: weekly }\n");

    /// <summary>An application whose metrics are over the library's event, known event, sketch, table and metrics.</summary>
    public static TestProject Application(params MetadataReference[] references) => new TestProject()
        .With("metrics/bugs.yml", Yaml.Metric(
            "counts.bug_mails", "internal_events", "events: [{ name: send_mail, filter: { label: bug } }]"))
        .With("metrics/projects.yml", Yaml.Metric(
            "counts.mail_projects", "internal_events", "events: [{ name: send_mail, unique: project.id }]", timeFrame: "[7d, 28d]"))
        .With("metrics/mails.yml", Yaml.Metric("counts.all_mails", "internal_events", "events: [{ name: send_mail }]"))
        .With("metrics/closed.yml", Yaml.Count("counts.issues_closed", "issues", "  where: issues.state_id = 2"))
        .With("metrics/sum.yml", Yaml.Metric(
            "counts.mails_and_bugs", "internal_events", "query: { operation: add, metrics: [acme.mails, counts.bug_mails] }")
            .Replace("data_source: internal_events", "data_source: database", StringComparison.Ordinal))
        .With("known_events/search.yml", "- { name: g_mail_find, category: search, redis_slot: mail, aggregation: weekly }\n")
        .With("aggregates/mail.yml", """
            - { name: mail_any, operator: OR, source: redis, time_frame: [7d], events: [g_mail_open, g_mail_find] }
            - { name: people, operator: OR, source: database, time_frame: [all], events: [readers] }
            """) with { References = [.. references] };

    /// <summary>The library as a file.</summary>
    public static byte[] Image(TestProject library, string name = "Acme", params MetadataReference[] references)
    {
        using MemoryStream image = new();
        Assert.Empty(Compile(library, name).AddReferences(references).Emit(image).Diagnostics.Where(one => one.Severity == DiagnosticSeverity.Error));
        return image.ToArray();
    }

    /// <summary>The library as its referring project sees it: a file, or in an editor another project.</summary>
    public static MetadataReference Reference(TestProject library, bool isFile, string name = "Acme") =>
        isFile ? MetadataReference.CreateFromImage(Image(library, name)) : Compile(library, name).ToMetadataReference();

    private static CSharpCompilation Compile(TestProject library, string name) =>
        library.Generate().Compiles().Compilation.WithAssemblyName(name);
}
