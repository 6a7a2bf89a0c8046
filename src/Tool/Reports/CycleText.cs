using System.Text;
using System.Text.Json;

namespace ServicePing.Tool.Reports;

/// <summary>What became of pings, for people, from what the product's API says.</summary>
internal static class CycleText
{
    internal static string OfHistory(JsonElement history)
    {
        StringBuilder text = new();
        foreach (JsonElement cycle in Items(history, "cycles"))
        {
            text.Append(Of(cycle));
        }

        if (history.ValueKind == JsonValueKind.Object && history.TryGetProperty("next", out JsonElement next))
        {
            text.Append($"next: {Word(next, "cycle")}, due {Word(next, "due_at")}. {Word(next, "reason")}".TrimEnd()).Append('\n');
        }

        return text.ToString();
    }

    internal static string Of(JsonElement cycle)
    {
        StringBuilder text = new($"{Word(cycle, "cycle")}  {Word(cycle, "state")}  {Word(cycle, "reason")}".Trim() + "\n");
        foreach (JsonElement delivery in Items(cycle, "deliveries"))
        {
            text.Append($"    {Word(delivery, "outcome")} to {Word(delivery, "receiver")}: {Word(delivery, "message")}\n");
        }

        return text.ToString();
    }

    /// <summary>A member as text; empty where it is not there.</summary>
    internal static string Word(JsonElement one, string name) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";

    private static JsonElement[] Items(JsonElement one, string name) =>
        one.ValueKind == JsonValueKind.Object && one.TryGetProperty(name, out JsonElement items) && items.ValueKind == JsonValueKind.Array ? [.. items.EnumerateArray()] : [];
}
