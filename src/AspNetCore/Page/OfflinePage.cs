using Microsoft.AspNetCore.Http;
using ServicePing.Pages;

namespace ServicePing;

/// <summary>For installations without internet: the signed file goes out, and the receiver's answer comes back.</summary>
internal sealed class OfflinePage(PageServices services)
{
    private const int LongestAnswer = 1 << 20;

    internal Task<Outcome> ShowAsync(PageCall call) => ShowAsync(call, null);

    internal async Task<Outcome> ExportAsync(PageCall call)
    {
        using MemoryStream file = new();
        try
        {
            OfflineExport export = await services.Offline.ExportAsync(call.Query("cycle"), file, call.End).ConfigureAwait(false);
            return new Download(export.FileName, file.ToArray());
        }
        catch (OfflineException exception) when (exception.InnerException is null)
        {
            return await ShowAsync(call, exception.Message).ConfigureAwait(false);
        }
    }

    internal async Task<Outcome> ImportAsync(PageCall call)
    {
        IFormCollection form = await call.Context.Request.ReadFormAsync(call.End).ConfigureAwait(false);
        if (form.Files.GetFile("answer") is not { Length: > 0 and <= LongestAnswer } upload)
        {
            return await ShowAsync(call, "Choose the file with the receiver's answer; it has at most one megabyte.").ConfigureAwait(false);
        }

        byte[] answer = new byte[upload.Length];
        Stream stream = upload.OpenReadStream();
        await using (stream.ConfigureAwait(false))
        {
            await stream.ReadExactlyAsync(answer, call.End).ConfigureAwait(false);
        }

        try
        {
            ImportedReceipt receipt = await services.Offline.ImportReceiptAsync(answer, call.Who, call.End).ConfigureAwait(false);
            return new Redirect(receipt.IsNew ? "offline?done=imported" : "offline?done=imported-before");
        }
        catch (OfflineException exception) when (exception.InnerException is null)
        {
            return await ShowAsync(call, exception.Message).ConfigureAwait(false);
        }
    }

    private async Task<Outcome> ShowAsync(PageCall call, string? problem)
    {
        IReadOnlyList<PingCycle> cycles = await services.History.CyclesAsync(26, call.End).ConfigureAwait(false);
        return new View("Without internet", html =>
        {
            Notices.Done(call)(html);
            Notices.Failure("That was not done", problem)(html);
            new Section("1. Export", inner => inner.Write($"""
                <form method="get" action="{call.To("offline/export"):url}"><div class="field"><label for="cycle">Ping of the cycle</label>
                <select id="cycle" name="cycle"><option value="">the latest</option>{cycles.Select(Choice)}</select></div>
                <p class="row">{Form.Button("Download the file", ButtonKind.Primary)}</p></form>
                """))
            {
                Lead = "A signed file with the very bytes that are kept. Making it contacts nobody, and it holds nothing that is switched off.",
            }.Write(html);
            new Section("2. Carry it to the receiver", Text.All(
                Text.Paragraph("On a machine with internet, post the file as it is, and keep the answer:"),
                inner => inner.Write($"""
                    <pre tabindex="0">curl --data-binary @serviceping-2026-W48.json -H 'Content-Type: application/json' \
                      -o answer.json https://RECEIVER/usage_data/offline</pre>
                    """))).Write(html);
            new Section("3. Import the answer", call.CanChange
                ? call.Form("offline/import", inner => inner.Write($"""
                    <div class="field"><label for="answer">The receiver's answer</label><input type="file" id="answer" name="answer"
                     accept=".json,application/json" required></div><p class="row">{Form.Button("Import", ButtonKind.Primary)}</p>
                    """), hasFiles: true)
                : Notices.ReadOnly)
            {
                Lead = "Its receipt is taken where the receiver has signed it and it is of a ping that is kept here.",
            }.Write(html);
        })
        {
            Status = problem is null ? 200 : 409,
            Lead = "People carry the ping out and the receipt back. Three steps.",
        };
    }

    private static Content Choice(PingCycle cycle) => html => html.Write($"""<option value="{cycle.Name}">{CycleWords.Name(cycle.Name)}, {cycle.State}</option>""");
}
