using ServicePing.Runtime.Prometheus;

namespace ServicePing.Runtime.Hosting;

/// <summary>Says what is wrong with the options by which Prometheus is asked.</summary>
internal static class PrometheusCheck
{
    /// <summary>The section of the configuration with which their keys begin.</summary>
    private const string Prometheus = nameof(ServicePingOptions.Prometheus) + ":";

    internal static void Check(ServicePingOptions options, List<string> problems)
    {
        PrometheusOptions prometheus = options.Prometheus;
        foreach ((string name, string? address) in new[]
        {
            (nameof(prometheus.Address), prometheus.Address), (nameof(prometheus.ConsulAddress), prometheus.ConsulAddress),
        })
        {
            if (!string.IsNullOrEmpty(address) && PrometheusAddress.Read(address, hasLogin: false).Count == 0)
            {
                // A login may be in it.
                problems.Add($"{OptionsCheck.Called(options, Prometheus + name)} cannot be asked; it must be {PrometheusAddress.Expected}.");
            }
        }

        foreach ((string name, string? secret) in new[]
        {
            (nameof(prometheus.Username), prometheus.Username), (nameof(prometheus.Password), prometheus.Password),
            (nameof(prometheus.BearerToken), prometheus.BearerToken),
        })
        {
            if (OptionsCheck.HasControl(secret) || (name == nameof(prometheus.BearerToken) && secret?.Any(letter => letter is <= ' ' or > '~') == true))
            {
                problems.Add($"{OptionsCheck.Called(options, Prometheus + name)} has characters that no login has; see that it is one line without spaces around it.");
            }
        }

        if (prometheus.Username?.Contains(':', StringComparison.Ordinal) == true)
        {
            problems.Add($"{OptionsCheck.Called(options, Prometheus + nameof(prometheus.Username))} has a ':', which ends a user's name; write the password as Password.");
        }

        if (string.IsNullOrEmpty(prometheus.Username) != string.IsNullOrEmpty(prometheus.Password))
        {
            problems.Add(
                $"{OptionsCheck.Called(options, Prometheus + nameof(prometheus.Username))} and {OptionsCheck.Called(options, Prometheus + nameof(prometheus.Password))} make a login "
                + "together, and one of them is missing; set it, or take the other out.");
        }

        string[] logins =
        [
            .. new[]
            {
                (nameof(prometheus.Username), prometheus.Username), (nameof(prometheus.BearerToken), prometheus.BearerToken),
                (nameof(prometheus.BearerTokenFile), prometheus.BearerTokenFile),
            }.Where(login => !string.IsNullOrEmpty(login.Item2)).Select(login => OptionsCheck.Called(options, Prometheus + login.Item1)),
        ];
        if (logins.Length > 1)
        {
            problems.Add($"Prometheus takes one login, and {string.Join(" and ", logins)} are set; take all but one out.");
        }

        OptionsCheck.CheckText(options, Prometheus + nameof(prometheus.BearerTokenFile), prometheus.BearerTokenFile, isNeeded: false, problems);
        OptionsCheck.CheckText(options, Prometheus + nameof(prometheus.CertificateAuthorities), prometheus.CertificateAuthorities, isNeeded: false, problems);
        OptionsCheck.CheckTime(options, Prometheus + nameof(prometheus.ConnectTimeout), prometheus.ConnectTimeout, OptionsCheck.Shortest, problems);
        OptionsCheck.CheckTime(options, Prometheus + nameof(prometheus.QueryTimeout), prometheus.QueryTimeout, OptionsCheck.Shortest, problems);
        OptionsCheck.CheckTime(options, Prometheus + nameof(prometheus.Timeout), prometheus.Timeout, OptionsCheck.Shortest, problems);
        if (!IsMetric(prometheus.Topology.SeriesPrefix))
        {
            problems.Add(OptionsCheck.Wrong(
                options, $"{Prometheus}{nameof(prometheus.Topology)}:{nameof(TopologyOptions.SeriesPrefix)}", OptionsCheck.Shown(prometheus.Topology.SeriesPrefix),
                "must begin a name in Prometheus: letters, digits, '_' and ':', and no digit first"));
        }

        if (prometheus.MaxAnswerBytes < 1024)
        {
            problems.Add(OptionsCheck.Wrong(options, Prometheus + nameof(prometheus.MaxAnswerBytes), prometheus.MaxAnswerBytes, "must be 1024 bytes or more"));
        }

        if (prometheus.MaxSeries < 1)
        {
            problems.Add(OptionsCheck.Wrong(options, Prometheus + nameof(prometheus.MaxSeries), prometheus.MaxSeries, "must be 1 or more"));
        }
    }

    private static bool IsMetric(string? name) =>
        name is { Length: > 0 } && !char.IsAsciiDigit(name[0]) && name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is '_' or ':');
}
