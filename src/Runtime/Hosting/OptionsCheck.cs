using System.Globalization;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Wire;

namespace ServicePing.Runtime.Hosting;

/// <summary>Says all that is wrong with the options, and with the calls that go with them (<see cref="CallsCheck"/>), at the start of the program.</summary>
internal sealed class OptionsCheck(
    ConfiguredSources sources,
    IEnumerable<MetricSet> sets,
    IEnumerable<IConfigureOptions<ServicePingOptions>> configured,
    IEnumerable<IPostConfigureOptions<ServicePingOptions>> postConfigured) : IValidateOptions<ServicePingOptions>
{
    private const string NameOfOptions = nameof(ServicePingOptions);

    private const string ToTheEnd = ", or Timeout.InfiniteTimeSpan to write when the program stops";

    internal static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    // What every timer of .NET and every limit of PostgreSQL can be set to.
    private static readonly TimeSpan Longest = TimeSpan.FromDays(24);

    public ValidateOptionsResult Validate(string? name, ServicePingOptions options)
    {
        List<string> problems = [];

        // What runs at each start is compiled at each start, and options that nobody has set are right.
        if (configured.Any() || postConfigured.Any())
        {
            CheckOptions(options, problems);
        }

        CallsCheck.Check(sources, sets, options, problems);
        CheckEdition(options, problems);
        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckOptions(ServicePingOptions options, List<string> problems)
    {
        if (options.Bound is { } bound)
        {
            problems.AddRange(bound.Problems);
        }

        CheckTexts(options, problems);
        CheckTimes(options, problems);
        CheckNumbers(options, problems);
        CheckKeys(options, nameof(options.EventContexts), options.EventContexts, isPartOfKey: true, problems);
        CheckKeys(options, nameof(options.HashCounters), options.HashCounters, isPartOfKey: false, problems);
        CheckKeys(options, nameof(options.LeftOutMetrics), options.LeftOutMetrics, isPartOfKey: false, problems);
        CheckKeys(options, nameof(options.LeftOutOwners), options.LeftOutOwners, isPartOfKey: false, problems);
        CheckKeys(options, nameof(options.RegistrationFeatures), options.RegistrationFeatures, isPartOfKey: false, problems);
        CheckReceiverKeys(options, problems);
        CheckSettings(options, problems);
        PrometheusCheck.Check(options, problems);
        ForwardingCheck.Check(options, problems);
        SitesCheck.Check(options, problems);
    }

    private static void CheckTexts(ServicePingOptions options, List<string> problems)
    {
        CheckText(options, nameof(options.Uuid), options.Uuid, isNeeded: false, problems);
        CheckText(options, nameof(options.Hostname), options.Hostname, isNeeded: true, problems);
        CheckText(options, nameof(options.Version), options.Version, isNeeded: false, problems);
        CheckText(options, nameof(options.Edition), options.Edition, isNeeded: false, problems);
        CheckText(options, nameof(options.InstallationType), options.InstallationType, isNeeded: false, problems);
        CheckText(options, nameof(options.SpoolFolder), options.SpoolFolder, isNeeded: false, problems);
        if (File.Exists(options.SpoolFolder))
        {
            problems.Add(Wrong(options, nameof(options.SpoolFolder), Shown(options.SpoolFolder), "must be a folder, and a file is there"));
        }

        CheckText(options, nameof(options.CertificateAuthorities), options.CertificateAuthorities, isNeeded: false, problems);
    }

    internal static void CheckText(ServicePingOptions options, string name, string? value, bool isNeeded, List<string> problems)
    {
        bool isBlank = string.IsNullOrWhiteSpace(value) && (isNeeded || !string.IsNullOrEmpty(value));
        if (isBlank || HasControl(value))
        {
            problems.Add(Wrong(options, name, Shown(value), "must be a text without control characters, or be left out"));
        }
    }

    private static void CheckTimes(ServicePingOptions options, List<string> problems)
    {
        if (options.FlushInterval != Timeout.InfiniteTimeSpan)
        {
            CheckTime(options, nameof(options.FlushInterval), options.FlushInterval, Shortest, problems, ToTheEnd);
        }

        CheckTime(options, nameof(options.SpoolInterval), options.SpoolInterval, Shortest, problems);
        CheckTime(options, nameof(options.ShutdownTimeout), options.ShutdownTimeout, TimeSpan.Zero, problems);
        CheckTime(options, nameof(options.StatementTarget), options.StatementTarget, Shortest, problems);
        CheckTime(options, nameof(options.StatementTimeout), options.StatementTimeout, Shortest, problems);
        CheckTime(options, nameof(options.LockTimeout), options.LockTimeout, Shortest, problems);
        CheckTime(options, nameof(options.ReconnectFor), options.ReconnectFor, TimeSpan.Zero, problems);
        CheckTime(options, nameof(options.SnapshotLimit), options.SnapshotLimit, TimeSpan.Zero, problems);
        CheckTime(options, nameof(options.ResumeWithin), options.ResumeWithin, TimeSpan.Zero, problems);
        CheckTime(options, nameof(options.StatementBudget), options.StatementBudget ?? Shortest, Shortest, problems);
        CheckTime(options, nameof(options.CounterTimeout), options.CounterTimeout, Shortest, problems);
        CheckTime(options, nameof(options.FactTimeout), options.FactTimeout, Shortest, problems);
        CheckTime(options, nameof(options.NoticePeriod), options.NoticePeriod, TimeSpan.Zero, problems);
        if (options.RetentionWeeks is < 1 or > 1_000)
        {
            problems.Add(Wrong(options, nameof(options.RetentionWeeks), options.RetentionWeeks, "must be 1 to 1,000 weeks"));
        }

        if (options.StatementTimeout >= Shortest && options.StatementTarget > options.StatementTimeout)
        {
            problems.Add(Wrong(
                options,
                nameof(options.StatementTarget),
                options.StatementTarget,
                $"must not be above {Called(options, nameof(options.StatementTimeout))}, which is {options.StatementTimeout}, as the server "
                + "would end what the target asks for: lower the target, or raise the timeout"));
        }
    }

    internal static void CheckTime(
        ServicePingOptions options, string name, TimeSpan value, TimeSpan least, List<string> problems, string otherwise = "")
    {
        if (value < least || value > Longest)
        {
            problems.Add(Wrong(options, name, value, $"must be {least} to {Longest}{otherwise}"));
        }
    }

    private static void CheckSettings(ServicePingOptions options, List<string> problems)
    {
        if (options.Receiver is { } receiver && ReceiverAddress.Read(receiver) is null)
        {
            // A login may be in it.
            problems.Add($"{Called(options, nameof(options.Receiver))} cannot be sent to; it must be {ReceiverAddress.Expected}.");
        }

        if (options.Proxy is { } proxy && EgressProxy.Read(proxy) is null)
        {
            // A login may be in it.
            problems.Add($"{Called(options, nameof(options.Proxy))} is no proxy; it must be {EgressProxy.Expected}.");
        }

        if (options.Schedule is { } schedule && !WeeklyTime.TryParse(schedule, out _))
        {
            problems.Add(Wrong(
                options, nameof(options.Schedule), Shown(schedule), "must be a day and a time, UTC, such as 'friday 13:17'"));
        }
    }

    private static void CheckNumbers(ServicePingOptions options, List<string> problems)
    {
        if (options.TrackingMemory < 1024)
        {
            problems.Add(Wrong(
                options, nameof(options.TrackingMemory), options.TrackingMemory, "must be 1024 bytes or more; to count no events, set TrackEvents to false"));
        }

        if (options.MetricMemory < 1024)
        {
            problems.Add(Wrong(options, nameof(options.MetricMemory), options.MetricMemory, "must be 1024 bytes or more"));
        }

        if (options.MaxLabels < 1)
        {
            problems.Add(Wrong(options, nameof(options.MaxLabels), options.MaxLabels, "must be 1 or more"));
        }

        if (options.MaxLabelLength < 1)
        {
            problems.Add(Wrong(options, nameof(options.MaxLabelLength), options.MaxLabelLength, "must be 1 or more UTF-16 code units"));
        }

        if (options.MaxConnections is < 1 or > 1000)
        {
            problems.Add(Wrong(options, nameof(options.MaxConnections), options.MaxConnections, "must be 1 to 1000"));
        }

        if (options.PauseRatio is { } ratio && !(ratio >= 0 && ratio <= 1000))
        {
            problems.Add(Wrong(
                options, nameof(options.PauseRatio), ratio, "must be 0 to 1000, or null for 1 on a primary and 0 on a standby"));
        }
    }

    private static void CheckKeys(
        ServicePingOptions options, string name, IEnumerable<string> keys, bool isPartOfKey, List<string> problems)
    {
        foreach (string key in keys)
        {
            if (string.IsNullOrWhiteSpace(key) || HasControl(key) || (isPartOfKey && HasMoreThanWords(key)))
            {
                problems.Add(Wrong(
                    options, name, $"a set with {Shown(key)}", isPartOfKey
                        ? "must have texts of the letters A to Z and a to z, digits, '_', '-' and ':'"
                        : "must have texts without control characters"));
            }
        }
    }

    private static void CheckReceiverKeys(ServicePingOptions options, List<string> problems)
    {
        foreach (string key in options.ReceiverKeys)
        {
            if (!SignedText.IsPublicKey(key))
            {
                problems.Add(Wrong(
                    options, nameof(options.ReceiverKeys), $"a set with {Shown(key)}", "must have keys of the curve P-256, as a receipt names its own"));
            }
        }
    }

    private void CheckEdition(ServicePingOptions options, List<string> problems)
    {
        string[] editions = [.. sets.SelectMany(set => set.Editions).Distinct(StringComparer.Ordinal)];
        if (options.Edition is { Length: > 0 } edition && editions.Length > 0 && !editions.Contains(edition))
        {
            problems.Add(Wrong(
                options, nameof(options.Edition), Shown(edition), $"must be one of the vocabulary's editions, which are {string.Join(", ", editions)}"));
        }
    }

    internal static string Wrong(ServicePingOptions options, string name, object value, string must) =>
        string.Create(CultureInfo.InvariantCulture, $"{Called(options, name)} is {value}; it {must}.");

    /// <summary>The option, and where the configuration sets it.</summary>
    internal static string Called(ServicePingOptions options, string name)
    {
        string option = $"{NameOfOptions}.{name.Replace(':', '.')}";
        return options.Bound?.Paths.TryGetValue(name, out string? path) == true ? $"{option} ({path})" : option;
    }

    internal static string Shown(string? text) =>
        text is null ? "null" : $"'{string.Concat(text.Select(letter => char.IsControl(letter) ? '?' : letter))}'";

    /// <summary>Whether a part of a key has what Redis's hash tags or the form of keys would misread.</summary>
    private static bool HasMoreThanWords(string text)
    {
        foreach (char letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '-' or ':'))
            {
                return true;
            }
        }

        return false;
    }

    internal static bool HasControl(string? text)
    {
        foreach (char letter in text ?? "")
        {
            if (char.IsControl(letter))
            {
                return true;
            }
        }

        return false;
    }
}
