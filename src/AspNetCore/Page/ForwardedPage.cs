using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>Single events that leave as they happen: how many, what became of the others, and the latest of them.</summary>
internal sealed class ForwardedPage(PageServices services)
{
    private static readonly JsonWriterOptions Indented = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    internal Task<Outcome> ShowAsync(PageCall call)
    {
        ServicePingForwarding forwarding = services.Forwarding;
        return Task.FromResult<Outcome>(forwarding.IsOn
            ? new View("Forwarded events", html =>
            {
                new Section("How many", Table(forwarding.Statistics).Write) { Lead = "Of this process, since it was started." }.Write(html);
                new Section("The latest", Batches(call, forwarding.Latest))
                {
                    Lead = "What left, with lines and indents for the eye; the REST API has it byte for byte. Only this process knows, and only while it runs.",
                }.Write(html);
            })
            {
                Lead = "Events whose definition has forward: true leave one by one as they happen, with pseudonyms in place of whoever they are about.",
            }
            : new View("Forwarded events", html => html.Write($"""<p class="nothing">It is off: no event leaves by itself. There is neither a collector nor a forwarder.</p>""")));
    }

    private static Table Table(IReadOnlyList<ForwardingStatistics> statistics) => new()
    {
        Caption = "Events by forwarder",
        Columns =
        [
            new("Forwarder"), new("Forwarded", IsNumber: true), new("Wait", IsNumber: true), new("Dropped", IsNumber: true), new("Why"),
            new("Failed attempts", IsNumber: true), new("Last in the way"),
        ],
        Rows = statistics.Select(IReadOnlyList<Content> (one) =>
        [
            Text.Code(one.Forwarder),
            Text.Of(Figures.Count(one.Forwarded)),
            Text.Of(Figures.Count(one.Pending)),
            Text.Of(Figures.Count(one.Dropped)),
            Text.Of(string.Join(", ", one.DroppedBy.OrderBy(cause => cause.Key, StringComparer.Ordinal).Select(cause => $"{cause.Key} {Figures.Count(cause.Value)}"))),
            Text.Of(Figures.Count(one.FailedAttempts)),
            Text.Of(one.LastError ?? ""),
        ]),
    };

    private static Content Batches(PageCall call, IReadOnlyList<ForwardedBatch> batches) => html =>
    {
        if (batches.Count == 0)
        {
            html.Write($"""<p class="nothing">Nothing has left yet.</p>""");
        }

        foreach (ForwardedBatch batch in batches)
        {
            string title = $"{Figures.Count(batch.Events, "event", "events")} to {batch.Forwarder}, {batch.Outcome.Replace('_', ' ')}";
            html.Write($"""
                <h3>{title}</h3><p class="quiet">{Figures.Stamp(batch.At)}, {Figures.Distance(batch.At, call.Now)}</p>
                <pre tabindex="0" role="region" aria-label="What left">{Shown(batch)}</pre>

                """);
        }
    };

    private static string Shown(ForwardedBatch batch)
    {
        using JsonDocument body = JsonDocument.Parse(batch.Body);
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Indented))
        {
            body.RootElement.WriteTo(json);
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
