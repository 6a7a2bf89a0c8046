using System.Globalization;
using System.Text.Json;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Sites;

/// <summary>The value of a metric that lists secondary sites: an object each, in which all members are there.</summary>
/// <param name="Value">The list.</param>
/// <param name="Message">What is to be said of it, with the names of sites; null for nothing.</param>
/// <param name="Exported">The same as it may leave the instance: a site is called by its place in the list.</param>
internal sealed record SiteList(MetricValue Value, string? Message, string? Exported)
{
    /// <param name="members">The metrics that are listed, in their order; null in the place of one that is not permitted.</param>
    /// <param name="names">What each is called in an object.</param>
    /// <param name="secondaries">The enabled sites.</param>
    /// <param name="kept">What is kept of sites, by their names.</param>
    /// <param name="now">The store's moment.</param>
    /// <param name="staleAfter">After what time values are null.</param>
    internal static SiteList Of(
        IReadOnlyList<MetricPlan?> members,
        IReadOnlyList<string> names,
        IReadOnlyCollection<string> secondaries,
        IReadOnlyDictionary<string, KeptSite> kept,
        DateTimeOffset now,
        TimeSpan staleAfter)
    {
        List<(string Own, string Exported)> remarks = [];
        JsonElement list = MetricJson.Of(json =>
        {
            json.WriteStartArray();
            foreach ((int index, string site) in secondaries.Index())
            {
                KeptSite? known = kept.GetValueOrDefault(site);
                bool isStale = known?.IsStaleAt(now, staleAfter) ?? true;
                Remark(remarks, known, isStale, now, $"'{site}'", string.Create(CultureInfo.InvariantCulture, $"Site {index + 1}"));
                Write(json, members, names, isStale ? null : known!.Report);
            }

            json.WriteEndArray();
        });
        return new SiteList(
            MetricValue.From(list),
            remarks.Count == 0 ? null : string.Join(' ', remarks.Select(remark => remark.Own)),
            remarks.Count == 0 ? null : string.Join(' ', remarks.Select(remark => remark.Exported)));
    }

    private static void Write(Utf8JsonWriter json, IReadOnlyList<MetricPlan?> members, IReadOnlyList<string> names, SiteReport? report)
    {
        json.WriteStartObject();
        foreach ((int index, MetricPlan? member) in members.Index())
        {
            json.WritePropertyName(names[index]);
            if (member is not null && report?.Values.TryGetValue(member.KeyPath, out JsonElement value) == true && Fits(member.Shape, value))
            {
                value.WriteTo(json);
            }
            else
            {
                json.WriteNullValue();
            }
        }

        json.WriteEndObject();
    }

    /// <summary>A report may have been taken by a version to which the metric was of another type.</summary>
    private static bool Fits(ValueShape shape, JsonElement value) => shape switch
    {
        ValueShape.Boolean => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        ValueShape.Integer => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        _ => value.ValueKind == JsonValueKind.Number,
    };

    private static void Remark(
        List<(string Own, string Exported)> remarks, KeptSite? known, bool isStale, DateTimeOffset now, string own, string exported)
    {
        if (isStale)
        {
            string what = known is null ? "has never reported, and its values are null."
                : known.AgeAt(now) is { } age ? $"has last reported {Days(age)} ago, and its values are null."
                : "has reported at a moment that lies ahead, as the clock of the store has gone back, and its values are null.";
            remarks.Add(($"{own} {what}", $"{exported} {what}"));
        }

        if (known?.ClockSkew is { } skew)
        {
            string what = $"has a clock that is {Days(skew.Duration())} {(skew > TimeSpan.Zero ? "ahead" : "behind")}.";
            remarks.Add(($"{own} {what}", $"{exported} {what}"));
        }
    }

    private static string Days(TimeSpan time) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(time.TotalDays >= 2 ? $"{Math.Floor(time.TotalDays):0} days" : time.TotalHours >= 2 ? $"{Math.Floor(time.TotalHours):0} hours" : $"{Math.Floor(time.TotalMinutes):0} minutes")}");
}
