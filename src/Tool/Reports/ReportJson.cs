using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace ServicePing.Tool.Reports;

/// <summary>Reports for machines; SQL stays readable, since nobody puts it into HTML.</summary>
internal static class ReportJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private static readonly JsonSerializerOptions OnOneLine = new(Options) { WriteIndented = false };

    /// <summary>An object of JSON Lines, without the end of its line.</summary>
    internal static string Line<T>(T row) => JsonSerializer.Serialize(row, OnOneLine);

    internal static string Write<T>(T report) => JsonSerializer.Serialize(report, Options) + "\n";

    /// <summary>JSON for people, a member a line.</summary>
    internal static string Indented(ReadOnlyMemory<byte> json)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        return Write(document.RootElement);
    }
}
