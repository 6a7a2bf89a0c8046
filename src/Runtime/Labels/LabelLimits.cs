using System.Globalization;

namespace ServicePing.Runtime.Labels;

/// <summary>How many labels a counter tells apart, and how long they may be.</summary>
/// <param name="Most">The number of labels of a counter, a key each, and of groups of a value in the payload; besides <c>other</c>.</param>
/// <param name="Longest">The length of a label in UTF-16 code units.</param>
internal sealed record LabelLimits(int Most, int Longest)
{
    /// <summary>What is counted of labels beyond the limits.</summary>
    internal const string Other = "other";

    internal static LabelLimits Of(ServicePingOptions options) => new(options.MaxLabels, options.MaxLabelLength);

    /// <summary>What a reading says of groups that were united.</summary>
    /// <param name="limit">What has limited them.</param>
    /// <param name="beyond">How many were.</param>
    /// <param name="kept">How many groups there are now.</param>
    internal static string NoteOn(string limit, int beyond, int kept) => string.Create(
        CultureInfo.InvariantCulture,
        $"There are more groups than {limit} allows: {beyond} of them stand together under '{Other}', and {kept} groups are shown.");

    /// <summary>What a reading says of events that are counted under <c>other</c>.</summary>
    internal static string NoteOn(long events) => string.Create(
        CultureInfo.InvariantCulture,
        $"{events} events stand under '{Other}': labels that are too long, too many (MaxLabels, MaxLabelLength) or not among the property's values, and that word itself.");

    /// <summary>The label that a text is counted under.</summary>
    internal string Label(string text) => LabelText.Normalize(text) is var label && label.Length <= Longest ? label : Other;
}
