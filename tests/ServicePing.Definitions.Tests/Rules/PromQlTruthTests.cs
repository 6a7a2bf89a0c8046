using System.Text;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using ServicePing.Testing;

namespace ServicePing.Definitions.Tests.Rules;

/// <summary>Of PromQL that a real Prometheus reads nothing is an error, however it came to be; of what it refuses a good part is.</summary>
public sealed class PromQlTruthTests
{
    private static readonly string[] Texts =
    [
        "sum(rate(a_total{job=\"x\",code!~\"5..\"}[5m])) by (job)",
        "histogram_quantile(0.95, sum by (le) (rate(b_bucket[1h30m] offset 1d)))",
        "topk by (a) (3, c) > bool 2 ^ -1",
        "max_over_time(rate(a[5m])[1h:1m] @ end())",
        "a + on (x, y) group_left (z) b unless c",
        "label_replace(up, \"a\", \"$1\", \"b\", \"(.*)\")",
        "avg_over_time (gitlab_usage_ping:ops:rate5m[1w])",
        "count({__name__=~\"a|b\"}) or vector(0x1F) * 1e-3",
        "quantile(0.9, a) without (b)",
        "clamp(time() - process_start_time_seconds, 0, Inf) atan2 2",
        "sum(a @ 1609746000.5) / ignoring (x) b{y='z',} % 3",
        "rate(a[1m:])",
        "count_values(\"v\", build) and absent(x) == 1",
        "`raw` == 1 or day_of_week() >= NaN",
    ];

    private static readonly string[] Pieces =
    [
        "(", ")", "[5m]", "{a=\"b\"}", ",", "by (x)", "offset 5m", "5m", "sum", "rate", "+", "-", "\"t\"", "a", ":", "@", "1", "{", "}", "bool", "=", " ", "[1h:5m]",
        "and", "on", "'",
    ];

    /// <summary>What Prometheus reads and a metric cannot be: a range, a text, a metric that is called as a parameter is.</summary>
    private static readonly string[] OfMetrics = ["A range gives many values", "This is a text", "There is no parameter"];

    [Fact]
    public async Task What_Prometheus_reads_is_no_error_and_much_of_what_it_refuses_is_one()
    {
        await using PrivatePrometheus server = await PrivatePrometheus.StartAsync();
        using HttpClient client = new() { BaseAddress = new Uri(server.Address) };
        Random random = new(7);
        (int read, int refused, int found) = (0, 0, 0);
        for (int i = 0; i < 4_000; i++)
        {
            string text = Changed(random);
            using FormUrlEncodedContent form = new([KeyValuePair.Create("query", text)]);
            using HttpResponseMessage answer = await client.PostAsync(new Uri("/api/v1/format_query", UriKind.Relative), form);
            PromQlFlaw? error = PromQlCheck.Flaws(text, _ => false).FirstOrDefault(
                flaw => flaw.Rule.Level == RuleLevel.Error && !Array.Exists(OfMetrics, begin => flaw.Message.StartsWith(begin, StringComparison.Ordinal)));
            if (answer.IsSuccessStatusCode)
            {
                read++;
                Assert.True(error is null, $"{text}: {error?.Message}");
            }
            else
            {
                refused++;
                found += error is null ? 0 : 1;
            }
        }

        Assert.True(read > 800, $"{read}");
        Assert.True(found > refused / 3, $"{found} of {refused}");
    }

    /// <summary>A text with up to three changes: a character taken out, a piece put in, a part of another put in.</summary>
    private static string Changed(Random random)
    {
        StringBuilder text = new(Texts[random.Next(Texts.Length)]);
        for (int change = random.Next(4); change > 0 && text.Length > 2; change--)
        {
            int at = random.Next(text.Length);
            string other = Texts[random.Next(Texts.Length)];
            int from = random.Next(other.Length);
            _ = random.Next(3) switch
            {
                0 => text.Remove(at, 1),
                1 => text.Insert(at, Pieces[random.Next(Pieces.Length)]),
                _ => text.Insert(at, other.AsSpan(from, random.Next(other.Length - from))),
            };
        }

        return text.ToString();
    }
}
