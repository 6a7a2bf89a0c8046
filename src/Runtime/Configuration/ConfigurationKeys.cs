using System.Globalization;

namespace ServicePing.Runtime.Configuration;

/// <summary>Every key of the configuration; the one place that says which option it sets, and whether that may change while the program runs.</summary>
internal static class ConfigurationKeys
{
    private const bool Live = true;
    private const bool AtStart = false;

    private const string ATime = "a time as [days.]hours:minutes:seconds[.fraction], such as 00:00:05 for five seconds";

    // Sections within the section, with which their keys begin.
    private const string Prometheus = nameof(ServicePingOptions.Prometheus) + ":";
    private const string Forwarding = nameof(ServicePingOptions.Forwarding) + ":";
    private const string Snowplow = nameof(ServicePingOptions.Snowplow) + ":";

    private const string Sites = nameof(ServicePingOptions.Sites) + ":";

    private const string Topology = Prometheus + nameof(PrometheusOptions.Topology) + ":";

    /// <summary>Options that code alone can set.</summary>
    internal static IReadOnlyList<string> InCode { get; } =
    [
        nameof(ServicePingOptions.DoNotTrack),
        nameof(ServicePingOptions.IsEventEnabled),
        nameof(ServicePingOptions.IsFeatureEnabled),
    ];

    internal static IReadOnlyList<ConfigurationKey> All { get; } =
    [
        Text(nameof(ServicePingOptions.Uuid), options => options.Uuid, (options, value) => options.Uuid = value),
        Text(nameof(ServicePingOptions.Hostname), options => options.Hostname, (options, value) => options.Hostname = value ?? options.Hostname),
        Text(nameof(ServicePingOptions.Version), options => options.Version, (options, value) => options.Version = value ?? options.Version),
        Text(nameof(ServicePingOptions.Edition), options => options.Edition, (options, value) => options.Edition = value),
        Text(nameof(ServicePingOptions.InstallationType), options => options.InstallationType, (options, value) => options.InstallationType = value),
        Truth(nameof(ServicePingOptions.TrackEvents), Live, options => options.TrackEvents, (options, value) => options.TrackEvents = value),
        Truth(nameof(ServicePingOptions.WriteThrough), AtStart, options => options.WriteThrough, (options, value) => options.WriteThrough = value),
        Text(nameof(ServicePingOptions.SpoolFolder), AtStart, options => options.SpoolFolder, (options, value) => options.SpoolFolder = value),
        Time(nameof(ServicePingOptions.SpoolInterval), AtStart, options => options.SpoolInterval, (options, value) => options.SpoolInterval = value),
        Truth(nameof(ServicePingOptions.SpoolToDisk), AtStart, options => options.SpoolToDisk, (options, value) => options.SpoolToDisk = value),
        Time(nameof(ServicePingOptions.FlushInterval), AtStart, options => options.FlushInterval, (options, value) => options.FlushInterval = value),
        Time(nameof(ServicePingOptions.ShutdownTimeout), Live, options => options.ShutdownTimeout, (options, value) => options.ShutdownTimeout = value),
        Bytes(nameof(ServicePingOptions.TrackingMemory), AtStart, options => options.TrackingMemory, (options, value) => options.TrackingMemory = value),
        Number(nameof(ServicePingOptions.MaxLabels), AtStart, options => options.MaxLabels, (options, value) => options.MaxLabels = value),
        Number(nameof(ServicePingOptions.MaxLabelLength), AtStart, options => options.MaxLabelLength, (options, value) => options.MaxLabelLength = value),
        new ConfigurationKey.Several(nameof(ServicePingOptions.EventContexts), options => options.EventContexts),
        new ConfigurationKey.Several(nameof(ServicePingOptions.HashCounters), options => options.HashCounters),
        Time(nameof(ServicePingOptions.CounterTimeout), AtStart, options => options.CounterTimeout, (options, value) => options.CounterTimeout = value),
        Time(nameof(ServicePingOptions.StatementTarget), Live, options => options.StatementTarget, (options, value) => options.StatementTarget = value),
        Time(nameof(ServicePingOptions.StatementTimeout), Live, options => options.StatementTimeout, (options, value) => options.StatementTimeout = value),
        Time(nameof(ServicePingOptions.LockTimeout), Live, options => options.LockTimeout, (options, value) => options.LockTimeout = value),
        Number(nameof(ServicePingOptions.MaxConnections), Live, options => options.MaxConnections, (options, value) => options.MaxConnections = value),
        Time(nameof(ServicePingOptions.ReconnectFor), Live, options => options.ReconnectFor, (options, value) => options.ReconnectFor = value),
        new ConfigurationKey.Single<double?>(
            nameof(ServicePingOptions.PauseRatio),
            Live,
            "a number, such as 0.5, or nothing",
            text => string.IsNullOrEmpty(text)
                ? (true, null)
                : (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value), value),
            options => options.PauseRatio,
            (options, value) => options.PauseRatio = value),
        Time(nameof(ServicePingOptions.SnapshotLimit), Live, options => options.SnapshotLimit, (options, value) => options.SnapshotLimit = value),
        new ConfigurationKey.Single<TimeSpan?>(
            nameof(ServicePingOptions.StatementBudget),
            Live,
            $"{ATime}, or nothing",
            text => string.IsNullOrEmpty(text) ? (true, null) : TimeOf(text),
            options => options.StatementBudget,
            (options, value) => options.StatementBudget = value),
        Bytes(nameof(ServicePingOptions.MetricMemory), Live, options => options.MetricMemory, (options, value) => options.MetricMemory = value),
        Time(nameof(ServicePingOptions.ResumeWithin), Live, options => options.ResumeWithin, (options, value) => options.ResumeWithin = value),
        Time(nameof(ServicePingOptions.FactTimeout), Live, options => options.FactTimeout, (options, value) => options.FactTimeout = value),
        Choice(nameof(ServicePingOptions.Enabled), options => options.Enabled, (options, value) => options.Enabled = value),
        Choice(nameof(ServicePingOptions.GenerationEnabled), options => options.GenerationEnabled, (options, value) => options.GenerationEnabled = value),
        Choice(nameof(ServicePingOptions.IncludeStandardMetrics), options => options.IncludeStandardMetrics, (options, value) => options.IncludeStandardMetrics = value),
        Choice(nameof(ServicePingOptions.IncludeSubscriptionMetrics), options => options.IncludeSubscriptionMetrics, (options, value) => options.IncludeSubscriptionMetrics = value),
        Choice(nameof(ServicePingOptions.IncludeOperationalMetrics), options => options.IncludeOperationalMetrics, (options, value) => options.IncludeOperationalMetrics = value),
        Choice(nameof(ServicePingOptions.IncludeOptionalMetrics), options => options.IncludeOptionalMetrics, (options, value) => options.IncludeOptionalMetrics = value),
        Choice(nameof(ServicePingOptions.RegistrationFeaturesEnabled), options => options.RegistrationFeaturesEnabled, (options, value) => options.RegistrationFeaturesEnabled = value),
        new ConfigurationKey.Several(nameof(ServicePingOptions.LeftOutMetrics), options => options.LeftOutMetrics),
        new ConfigurationKey.Several(nameof(ServicePingOptions.LeftOutOwners), options => options.LeftOutOwners),
        new ConfigurationKey.Several(nameof(ServicePingOptions.RegistrationFeatures), options => options.RegistrationFeatures),
        Text(nameof(ServicePingOptions.Receiver), options => options.Receiver, (options, value) => options.Receiver = value),
        Text(nameof(ServicePingOptions.Schedule), options => options.Schedule, (options, value) => options.Schedule = value),
        Time(nameof(ServicePingOptions.NoticePeriod), Live, options => options.NoticePeriod, (options, value) => options.NoticePeriod = value),
        Text(nameof(ServicePingOptions.Proxy), options => options.Proxy, (options, value) => options.Proxy = value),
        Text(nameof(ServicePingOptions.CertificateAuthorities), options => options.CertificateAuthorities, (options, value) => options.CertificateAuthorities = value),
        new ConfigurationKey.Several(nameof(ServicePingOptions.ReceiverKeys), options => options.ReceiverKeys),
        Number(nameof(ServicePingOptions.RetentionWeeks), Live, options => options.RetentionWeeks, (options, value) => options.RetentionWeeks = value),
        Text(Prometheus + nameof(PrometheusOptions.Address), options => options.Prometheus.Address, (options, value) => options.Prometheus.Address = value),
        Text(Prometheus + nameof(PrometheusOptions.ConsulAddress), options => options.Prometheus.ConsulAddress, (options, value) => options.Prometheus.ConsulAddress = value),
        Text(Prometheus + nameof(PrometheusOptions.Username), options => options.Prometheus.Username, (options, value) => options.Prometheus.Username = value),
        Text(Prometheus + nameof(PrometheusOptions.Password), options => options.Prometheus.Password, (options, value) => options.Prometheus.Password = value),
        Text(Prometheus + nameof(PrometheusOptions.BearerToken), options => options.Prometheus.BearerToken, (options, value) => options.Prometheus.BearerToken = value),
        Text(Prometheus + nameof(PrometheusOptions.BearerTokenFile), options => options.Prometheus.BearerTokenFile, (options, value) => options.Prometheus.BearerTokenFile = value),
        Text(Prometheus + nameof(PrometheusOptions.CertificateAuthorities), options => options.Prometheus.CertificateAuthorities, (options, value) => options.Prometheus.CertificateAuthorities = value),
        Time(Prometheus + nameof(PrometheusOptions.ConnectTimeout), Live, options => options.Prometheus.ConnectTimeout, (options, value) => options.Prometheus.ConnectTimeout = value),
        Time(Prometheus + nameof(PrometheusOptions.QueryTimeout), Live, options => options.Prometheus.QueryTimeout, (options, value) => options.Prometheus.QueryTimeout = value),
        Time(Prometheus + nameof(PrometheusOptions.Timeout), Live, options => options.Prometheus.Timeout, (options, value) => options.Prometheus.Timeout = value),
        Number(Prometheus + nameof(PrometheusOptions.MaxAnswerBytes), Live, options => options.Prometheus.MaxAnswerBytes, (options, value) => options.Prometheus.MaxAnswerBytes = value),
        Number(Prometheus + nameof(PrometheusOptions.MaxSeries), Live, options => options.Prometheus.MaxSeries, (options, value) => options.Prometheus.MaxSeries = value),
        Text(
            Topology + nameof(TopologyOptions.SeriesPrefix),
            options => options.Prometheus.Topology.SeriesPrefix,
            (options, value) => options.Prometheus.Topology.SeriesPrefix = value ?? options.Prometheus.Topology.SeriesPrefix),
        new ConfigurationKey.Named(Topology + nameof(TopologyOptions.Jobs), options => options.Prometheus.Topology.Jobs),
        Number(Forwarding + nameof(ForwardingOptions.QueueSize), AtStart, options => options.Forwarding.QueueSize, (options, value) => options.Forwarding.QueueSize = value),
        Number(Forwarding + nameof(ForwardingOptions.BatchSize), AtStart, options => options.Forwarding.BatchSize, (options, value) => options.Forwarding.BatchSize = value),
        Time(Forwarding + nameof(ForwardingOptions.BatchAge), AtStart, options => options.Forwarding.BatchAge, (options, value) => options.Forwarding.BatchAge = value),
        Time(Forwarding + nameof(ForwardingOptions.RetryFor), AtStart, options => options.Forwarding.RetryFor, (options, value) => options.Forwarding.RetryFor = value),
        TextAtStart(Snowplow + nameof(SnowplowOptions.Collector), options => options.Snowplow.Collector, (options, value) => options.Snowplow.Collector = value),
        TextAtStart(Snowplow + nameof(SnowplowOptions.AppId), options => options.Snowplow.AppId, (options, value) => options.Snowplow.AppId = value),
        TextAtStart(Snowplow + nameof(SnowplowOptions.Namespace), options => options.Snowplow.Namespace, (options, value) => options.Snowplow.Namespace = value ?? options.Snowplow.Namespace),
        TextAtStart(Snowplow + nameof(SnowplowOptions.Vendor), options => options.Snowplow.Vendor, (options, value) => options.Snowplow.Vendor = value),
        TextAtStart(Snowplow + nameof(SnowplowOptions.Environment), options => options.Snowplow.Environment, (options, value) => options.Snowplow.Environment = value ?? options.Snowplow.Environment),
        TextAtStart(Snowplow + nameof(SnowplowOptions.Source), options => options.Snowplow.Source, (options, value) => options.Snowplow.Source = value),
        Truth(Snowplow + nameof(SnowplowOptions.IncludeInstanceId), AtStart, options => options.Snowplow.IncludeInstanceId, (options, value) => options.Snowplow.IncludeInstanceId = value),
        Truth(Snowplow + nameof(SnowplowOptions.IncludeHostname), AtStart, options => options.Snowplow.IncludeHostname, (options, value) => options.Snowplow.IncludeHostname = value),
        new ConfigurationKey.Single<SiteRole>(
            Sites + nameof(SitesOptions.Role),
            Live,
            "primary or secondary",
            RoleOf,
            options => options.Sites.Role,
            (options, value) => options.Sites.Role = value),
        Text(Sites + nameof(SitesOptions.Name), options => options.Sites.Name, (options, value) => options.Sites.Name = value),
        new ConfigurationKey.Several(Sites + nameof(SitesOptions.Secondaries), options => options.Sites.Secondaries, Live),
        Text(Sites + nameof(SitesOptions.Primary), options => options.Sites.Primary, (options, value) => options.Sites.Primary = value),
        Text(Sites + nameof(SitesOptions.Token), options => options.Sites.Token, (options, value) => options.Sites.Token = value),
        Text(
            Sites + nameof(SitesOptions.CertificateAuthorities),
            options => options.Sites.CertificateAuthorities,
            (options, value) => options.Sites.CertificateAuthorities = value),
        Time(Sites + nameof(SitesOptions.StaleAfter), Live, options => options.Sites.StaleAfter, (options, value) => options.Sites.StaleAfter = value),
    ];

    /// <summary>Whether a section of that name holds keys.</summary>
    internal static bool IsSection(string name) => All.Any(key => key.Name.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase));

    private static ConfigurationKey.Single<bool?> Choice(
        string name, Func<ServicePingOptions, bool?> get, Action<ServicePingOptions, bool?> set) =>
        new(name, Live, "true or false", text => (bool.TryParse(text, out bool value), value), get, set);

    /// <summary>A text; an empty one sets nothing.</summary>
    private static ConfigurationKey.Single<string?> Text(
        string name, Func<ServicePingOptions, string?> get, Action<ServicePingOptions, string?> set) => Text(name, Live, get, set);

    private static ConfigurationKey.Single<string?> Text(
        string name, bool isLive, Func<ServicePingOptions, string?> get, Action<ServicePingOptions, string?> set) =>
        new(name, isLive, "a text", text => (true, string.IsNullOrEmpty(text) ? null : text), get, set);

    private static ConfigurationKey.Single<string?> TextAtStart(
        string name, Func<ServicePingOptions, string?> get, Action<ServicePingOptions, string?> set) =>
        new(name, AtStart, "a text", text => (true, string.IsNullOrEmpty(text) ? null : text), get, set);

    private static ConfigurationKey.Single<bool> Truth(
        string name, bool isLive, Func<ServicePingOptions, bool> get, Action<ServicePingOptions, bool> set) =>
        new(name, isLive, "true or false", text => (bool.TryParse(text, out bool value), value), get, set);

    private static ConfigurationKey.Single<int> Number(
        string name, bool isLive, Func<ServicePingOptions, int> get, Action<ServicePingOptions, int> set) =>
        new(
            name,
            isLive,
            "a whole number, such as 2",
            text => (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value), value),
            get,
            set);

    private static ConfigurationKey.Single<long> Bytes(
        string name, bool isLive, Func<ServicePingOptions, long> get, Action<ServicePingOptions, long> set) =>
        new(
            name,
            isLive,
            "a whole number of bytes, such as 268435456",
            text => (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value), value),
            get,
            set);

    private static ConfigurationKey.Single<TimeSpan> Time(
        string name, bool isLive, Func<ServicePingOptions, TimeSpan> get, Action<ServicePingOptions, TimeSpan> set) =>
        new(name, isLive, ATime, TimeOf, get, set);

    private static (bool IsOne, SiteRole Value) RoleOf(string? text) =>
        string.Equals(text, "primary", StringComparison.OrdinalIgnoreCase) ? (true, SiteRole.Primary)
        : string.Equals(text, "secondary", StringComparison.OrdinalIgnoreCase) ? (true, SiteRole.Secondary)
        : (false, default);

    /// <summary>A time with hours, minutes and seconds: of "5" and of "24:00:00", .NET makes days.</summary>
    private static (bool IsOne, TimeSpan Value) TimeOf(string? text) =>
        (TimeSpan.TryParseExact(text, "c", CultureInfo.InvariantCulture, out TimeSpan value) && text!.AsSpan().Count(':') == 2, value);
}
