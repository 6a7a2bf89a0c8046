using System.Text;
using System.Text.Json;

namespace ServicePing.Tests;

/// <summary>The values of a payload by their paths, each as it stands there; an object in it that holds nothing fails the test.</summary>
internal static class PayloadLeaves
{
    internal static SortedDictionary<string, string> Of(ReadOnlyMemory<byte> json)
    {
        SortedDictionary<string, string> leaves = new(StringComparer.Ordinal);
        Add(JsonElement.Parse(json.Span), "");
        return leaves;

        void Add(JsonElement element, string path)
        {
            if (element.ValueKind != JsonValueKind.Object)
            {
                leaves.Add(path, element.GetRawText());
                return;
            }

            Assert.True(path.Length == 0 || element.EnumerateObject().Any(), $"{path} is empty in {Encoding.UTF8.GetString(json.Span)}");
            foreach (JsonProperty member in element.EnumerateObject())
            {
                Add(member.Value, path.Length == 0 ? member.Name : $"{path}.{member.Name}");
            }
        }
    }
}
