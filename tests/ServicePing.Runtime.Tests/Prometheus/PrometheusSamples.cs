using System.Globalization;
using System.Text;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>One Prometheus with the samples of nine days before the moment of the pings, for all tests that do no harm to it.</summary>
public sealed class PrometheusSamples : IAsyncLifetime
{
    /// <summary>The hash of <c>geheim</c>.</summary>
    internal const string Hash = "$2b$04$EU9A6UyCZb8V/JUP.lczQe1OK0cscZ5aIkeE3jAtW9XQvP5jwqb5y";

    private const int StepsOfDay = 720;

    private static readonly TimeSpan Step = TimeSpan.FromMinutes(2);

    /// <summary>The steps that have samples, the oldest first, with their moments: none lies at the end of a period.</summary>
    internal static IReadOnlyList<(int Step, DateTimeOffset Moment)> Moments { get; } =
    [
        .. Enumerable.Range(0, 9 * StepsOfDay)
            .Where(HasSamples)
            .Select(ago => ((9 * StepsOfDay) - 1 - ago, Ping.RecordedAt.AddMilliseconds(-123).AddSeconds(-30) - (Step * ago)))
            .Reverse(),
    ];

    public PrivatePrometheus Server { get; private set; } = null!;

    /// <summary>A gauge that goes up and down, at a step.</summary>
    internal static double Wave(int step) => step % 7 + (step % 3 * 0.25);

    internal static string Text
    {
        get
        {
            StringBuilder text = new();
            Add(text, "queue", "gauge", ("{queue=\"mail\",host=\"a\"}", _ => 3), ("{queue=\"push\",host=\"a\"}", _ => 4.5), ("{queue=\"push\",host=\"b\"}", _ => 1));
            Add(text, "requests", "counter", ("_total{job=\"web\",code=\"200\"}", step => 3 * step), ("_total{job=\"web\",code=\"500\"}", step => step), ("_total{job=\"worker\"}", step => 2 * step));
            Add(text, "memory_bytes", "gauge", ("", _ => 33269903360));
            Add(text, "wave", "gauge", ("", Wave));
            Add(text, "odd", "gauge", ("{is=\"nan\"}", _ => double.NaN), ("{is=\"inf\"}", _ => double.PositiveInfinity));
            Add(text, "latency", "gauge", ("_bucket{le=\"0.1\"}", step => 50 * step), ("_bucket{le=\"0.5\"}", step => 90 * step), ("_bucket{le=\"1\"}", step => 100 * step), ("_bucket{le=\"+Inf\"}", step => 100 * step));
            Add(text, "many", "gauge", [.. Enumerable.Range(0, 31).Select<int, (string, Func<int, double>)>(n => ($"{{n=\"{n}\"}}", _ => n))]);
            Add(text, "gitlab_usage_ping:gitaly_apdex:ratio_avg_over_time_5m", "gauge", ("", step => step % 2 == 0 ? 0.9 : 1));
            return text.Append("# EOF\n").ToString();
        }
    }

    public async Task InitializeAsync() => Server = await PrivatePrometheus.StartAsync(new PrivatePrometheusOptions { Samples = Text });

    public async Task DisposeAsync() => await Server.DisposeAsync();

    // Where periods begin and end. In between two samples every twelve hours do: for each two hours that have any, half a gigabyte is reserved.
    private static bool HasSamples(int ago) =>
        ago < 90 || ago - StepsOfDay is >= -15 and < 15 || ago - (7 * StepsOfDay) is >= -30 and < 30 || ago % (StepsOfDay / 2) < 2;

    private static void Add(StringBuilder text, string name, string type, params (string Labels, Func<int, double> Value)[] series)
    {
        text.Append($"# TYPE {name} {type}\n");
        foreach ((string labels, Func<int, double> value) in series)
        {
            // Long periods have few samples but where a test looks for them.
            int every = name is "many" or "odd" or "queue" ? 40 : 1;
            foreach ((int step, DateTimeOffset moment) in Moments)
            {
                if (step % every == 0 || step > (9 * StepsOfDay) - 3)
                {
                    string number = double.IsNaN(value(step)) ? "NaN" : double.IsInfinity(value(step)) ? "+Inf" : value(step).ToString(CultureInfo.InvariantCulture);
                    text.Append(CultureInfo.InvariantCulture, $"{name}{labels} {number} {moment.ToUnixTimeSeconds()}\n");
                }
            }
        }
    }
}

[CollectionDefinition(nameof(PrometheusSamples))]
public sealed class PrometheusSamplesTests : ICollectionFixture<PrometheusSamples>;
