using System.Reflection;
using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>docs/settings.md has every setting, with the option that locks it.</summary>
public sealed partial class SettingsPageTests
{
    [Fact]
    public void The_page_has_every_setting_and_no_other()
    {
        (string Setting, string Option)[] rows =
        [
            .. Row().Matches(File.ReadAllText(Repository.PathOf("docs", "settings.md"))).Select(row => (row.Groups[1].Value, row.Groups[2].Value)),
        ];

        Assert.Equal(
            typeof(SettingNames).GetFields(BindingFlags.Public | BindingFlags.Static).Where(field => field.IsLiteral)
                .Select(field => (string)field.GetRawConstantValue()!).Order(StringComparer.Ordinal),
            rows.Select(row => row.Setting).Order(StringComparer.Ordinal));
        Assert.All(rows, row => Assert.NotNull(typeof(ServicePingOptions).GetProperty(row.Option)));
    }

    [GeneratedRegex(@"^\| `([a-z_]+)` \| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();
}
