namespace ServicePing.Pages;

/// <summary>How things are, as colour and shape show it beside the words.</summary>
internal enum Tone
{
    Neutral,
    Good,
    Busy,
    Warning,
    Bad,
}

internal static class ToneWords
{
    /// <summary>The class of the style.</summary>
    internal static string Word(this Tone tone) => tone switch
    {
        Tone.Good => "good",
        Tone.Busy => "busy",
        Tone.Warning => "warning",
        Tone.Bad => "bad",
        _ => "neutral",
    };
}
