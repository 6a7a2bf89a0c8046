using System.Globalization;
using ServicePing.Runtime.Storage;

namespace ServicePing;

/// <summary>How much the features of a product are used for each active user, beside the instance that uses them most.</summary>
/// <remarks>The receiver has computed it from pings and answered one of them with it; immutable.</remarks>
public sealed record DevOpsReport
{
    private static readonly (string Name, string[] Features)[] StepsToProduction =
    [
        ("Idea", ["issues"]),
        ("Issue", ["issues", "notes"]),
        ("Plan", ["milestones", "boards"]),
        ("Code", ["merge_requests"]),
        ("Commit", ["merge_requests"]),
        ("Test", ["ci_pipelines"]),
        ("Review", ["ci_pipelines", "environments"]),
        ("Staging", ["environments", "deployments"]),
        ("Production", ["deployments"]),
        ("Feedback", ["service_desk_issues"]),
    ];

    internal DevOpsReport(string cycle, DateTimeOffset receivedAt, IReadOnlyList<FeatureUse> uses)
    {
        (Cycle, ReceivedAt) = (cycle, receivedAt);
        DevOpsFeature[] features =
        [
            .. DevOpsAnswer.Features.Zip(uses, (name, use) => new DevOpsFeature(name, use.Leader, use.Instance, use.Percentage)),
        ];
        Features = Array.AsReadOnly(features);
        Steps = Array.AsReadOnly<DevOpsStep>(
        [
            .. StepsToProduction.Select(step => new DevOpsStep(
                step.Name,
                Array.AsReadOnly(step.Features),
                Mean([.. step.Features.Select(name => features.First(feature => feature.Name == name).Percentage)]))),
        ]);
    }

    /// <summary>The cycle whose ping was answered with it.</summary>
    public string Cycle { get; }

    /// <summary>When it came, UTC.</summary>
    public DateTimeOffset ReceivedAt { get; }

    /// <summary>The nine features, in the order in which answers have them.</summary>
    public IReadOnlyList<DevOpsFeature> Features { get; }

    /// <summary>The ten steps from an idea to production, and the feedback.</summary>
    public IReadOnlyList<DevOpsStep> Steps { get; }

    /// <summary>The mean of the features' percentages, 0 to 100.</summary>
    public double Average => Mean([.. Features.Select(feature => feature.Percentage)]);

    /// <summary>How much that is.</summary>
    public UsageLevel Level => LevelOf(Average);

    /// <summary>A number as the report shows it: two decimals below 1, otherwise one; halves are rounded up.</summary>
    /// <param name="number">A number of the report, from 0.</param>
    public static string Text(double number)
    {
        int decimals = number < 1 ? 2 : 1;
        string format = number < 1 ? "F2" : "F1";

        // As a decimal, a number is what people read in it: 0.285 and not what is a little less.
        return number < 1e15
            ? Math.Round((decimal)number, decimals, MidpointRounding.AwayFromZero).ToString(format, CultureInfo.InvariantCulture)
            : number.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>Whether both are the same answer to the same ping.</summary>
    /// <param name="other">The other report.</param>
    public bool Equals(DevOpsReport? other) =>
        other is not null && Cycle == other.Cycle && ReceivedAt == other.ReceivedAt && Features.SequenceEqual(other.Features);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Cycle, ReceivedAt);

    internal static UsageLevel LevelOf(double percentage) => percentage switch
    {
        < 33.33 => UsageLevel.Low,
        < 66.66 => UsageLevel.Moderate,
        _ => UsageLevel.High,
    };

    /// <summary>The mean, by a sum that carries along what additions lose: that of nine times 66.66 is no less.</summary>
    private static double Mean(ReadOnlySpan<double> numbers)
    {
        double sum = 0;
        double lost = 0;
        foreach (double number in numbers)
        {
            double next = sum + number;
            lost += sum >= number ? (sum - next) + number : (number - next) + sum;
            sum = next;
        }

        // A receiver may answer with any number; the sum of some is none.
        return double.IsFinite(sum) ? (sum + lost) / numbers.Length : double.MaxValue;
    }
}

/// <summary>How much a feature is used for each active user.</summary>
/// <param name="Name">Its name in answers, such as <c>merge_requests</c>.</param>
/// <param name="Leader">How often by the instance that uses it most, from 0.</param>
/// <param name="Instance">How often by this instance, from 0.</param>
/// <param name="Percentage">The one of the other, 0 to 100, as the receiver has computed it.</param>
public sealed record DevOpsFeature(string Name, double Leader, double Instance, double Percentage)
{
    /// <summary>How much the percentage is.</summary>
    public UsageLevel Level => DevOpsReport.LevelOf(Percentage);
}

/// <summary>A step on the way from an idea to production.</summary>
/// <param name="Name">Its name, such as <c>Review</c>.</param>
/// <param name="Features">The features that it takes, one or two.</param>
/// <param name="Percentage">The mean of their percentages, 0 to 100.</param>
public sealed record DevOpsStep(string Name, IReadOnlyList<string> Features, double Percentage)
{
    /// <summary>How much the percentage is.</summary>
    public UsageLevel Level => DevOpsReport.LevelOf(Percentage);
}

/// <summary>How much a feature is used, beside the instance that uses it most.</summary>
public enum UsageLevel
{
    /// <summary>Below 33.33 %.</summary>
    Low,

    /// <summary>Below 66.66 %.</summary>
    Moderate,

    /// <summary>From 66.66 % on.</summary>
    High,
}
