using ServicePing.Pages;

namespace ServicePing;

/// <summary>What pages say of what was just done, and of what cannot be done.</summary>
internal static class Notices
{
    /// <summary>What the page before has done; only these words can be asked for by an address.</summary>
    internal static Content Done(PageCall call)
    {
        string? words = call.Query("done") switch
        {
            "saved" => "Saved. It holds from now on.",
            "unchanged" => "Nothing was changed.",
            "moved" => "Noted that this installation was moved.",
            "stopped" => "Stopped. Nothing leaves any more.",
            "started" => "Started. The next ping leaves when it is due.",
            "erasing" => "Stopped, and the receiver is asked to erase what it holds.",
            "revoked" => "Revoked. The token opens nothing any more.",
            "imported" => "The receipt is kept.",
            "imported-before" => "This receipt was kept already.",
            _ => null,
        };
        return words is null ? static _ => { } : new Notice(Tone.Good, words) { IsAnswer = true }.Write;
    }

    internal static void ReadOnly(HtmlWriter html) => new Notice(Tone.Neutral, "Nothing can be changed here")
    {
        Body = Text.Paragraph("The program shows its service ping and lets nobody change it over HTTP; its configuration does."),
    }.Write(html);

    internal static Content Failure(string title, string? text) =>
        text is null ? static _ => { } : new Notice(Tone.Bad, title) { Body = Text.Paragraph(text), IsAnswer = true }.Write;

    /// <summary>Where nobody can say what is permitted.</summary>
    internal static void Unknown(HtmlWriter html) => new Notice(Tone.Bad, "Nothing is shown")
    {
        Body = Text.Paragraph("It cannot be read what is permitted now, or settings contradict each other; the overview says why."),
    }.Write(html);
}
