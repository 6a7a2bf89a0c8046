using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using ServicePing.Tests;

namespace ServicePing.AspNetCore.Tests;

/// <summary>docs/tracking-http.md says what the code does.</summary>
public sealed partial class TrackingPageTests
{
    private static readonly string Page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "tracking-http.md"));

    [Fact]
    public async Task The_page_has_every_instrument_and_no_other()
    {
        List<string> instruments = [];
        using MeterListener listener = new()
        {
            InstrumentPublished = (instrument, _) =>
            {
                lock (instruments)
                {
                    if (instrument.Meter.Name == "ServicePing" && instrument.Name.StartsWith("serviceping.requests.", StringComparison.Ordinal))
                    {
                        instruments.Add($"| `{instrument.Name}` | {instrument.GetType().Name.Split('`')[0]} | `{instrument.Unit}` |");
                    }
                }
            },
        };
        listener.Start();
        await using TrackedProgram program = await TrackedProgram.StartAsync(_ => { });
        Assert.Equal(InstrumentRow().Matches(Page).Select(row => row.Value), instruments.Distinct());
    }

    [GeneratedRegex(@"^\| `serviceping\.requests\.[\w.]+` \| \w+ \| `[^`]+` \|", RegexOptions.Multiline)]
    private static partial Regex InstrumentRow();
}
