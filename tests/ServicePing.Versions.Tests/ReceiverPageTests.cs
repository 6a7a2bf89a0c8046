using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using ServicePing.Tests;

namespace ServicePing.Versions.Tests;

/// <summary>docs/receiver.md says what the receiver has: options, tables, and lines of its log.</summary>
public sealed partial class ReceiverPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.PathOf("docs", "receiver.md"));

    [Fact]
    public void The_page_has_every_option_and_no_other() => Assert.Equal(
        typeof(ServicePingReceiverOptions).GetProperties().Select(option => option.Name),
        Section("Options", Named()));

    [Fact]
    public void The_page_has_every_table_and_no_other() => Assert.Equal(
        Created().Matches(File.ReadAllText(Repository.PathOf("src", "Versions", "Storage", "ReceiverSchema.cs")))
            .Select(table => table.Groups[1].Value).Order(StringComparer.Ordinal),
        Section("Tables", Named()).Order(StringComparer.Ordinal));

    [Fact]
    public void The_page_has_every_line_of_the_log_and_no_other() => Assert.Equal(
        from type in typeof(ServicePingReceiverOptions).Assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Instance | BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let message = method.GetCustomAttribute<LoggerMessageAttribute>()
        where message is not null
        orderby message.EventId
        select $"{message.EventId} | {message.Level}".ToLowerInvariant(),
        Section("The log", Line()));

    /// <summary>What the rows of a section's tables begin with.</summary>
    private static IEnumerable<string> Section(string heading, Regex row)
    {
        string text = Page[Page.IndexOf($"## {heading}\n", StringComparison.Ordinal)..];
        int end = text.IndexOf("\n## ", StringComparison.Ordinal);
        return row.Matches(end < 0 ? text : text[..end]).SelectMany(match => match.Groups[1].Value.Split("`, `"));
    }

    [GeneratedRegex(@"^\| `(.+?)` \|", RegexOptions.Multiline)]
    private static partial Regex Named();

    [GeneratedRegex(@"^\| (\d+ \| \w+) \|", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"CREATE TABLE versions\.(\w+)")]
    private static partial Regex Created();
}
