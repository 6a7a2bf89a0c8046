using ServicePing.Runtime.Settings;

namespace ServicePing.Runtime.Hosting;

/// <summary>Says what is wrong with the options by which events are forwarded.</summary>
internal static class ForwardingCheck
{
    private const string Forwarding = nameof(ServicePingOptions.Forwarding) + ":";
    private const string Snowplow = nameof(ServicePingOptions.Snowplow) + ":";

    internal static void Check(ServicePingOptions options, List<string> problems)
    {
        ForwardingOptions forwarding = options.Forwarding;
        CheckNumber(nameof(forwarding.QueueSize), forwarding.QueueSize, 1_000_000);
        CheckNumber(nameof(forwarding.BatchSize), forwarding.BatchSize, 1_000);
        OptionsCheck.CheckTime(options, Forwarding + nameof(forwarding.BatchAge), forwarding.BatchAge, TimeSpan.Zero, problems);
        OptionsCheck.CheckTime(options, Forwarding + nameof(forwarding.RetryFor), forwarding.RetryFor, TimeSpan.Zero, problems);
        CheckSnowplow(options, options.Snowplow, problems);

        void CheckNumber(string name, int value, int most)
        {
            if (value < 1 || value > most)
            {
                problems.Add(OptionsCheck.Wrong(options, Forwarding + name, value, FormattableString.Invariant($"must be 1 to {most:N0}")));
            }
        }
    }

    private static void CheckSnowplow(ServicePingOptions options, SnowplowOptions snowplow, List<string> problems)
    {
        bool isOn = !string.IsNullOrEmpty(snowplow.Collector);
        if (isOn && ReceiverAddress.Read(snowplow.Collector) is null)
        {
            // A login may be in it.
            problems.Add($"{OptionsCheck.Called(options, Snowplow + nameof(snowplow.Collector))} cannot be sent to; it must be {ReceiverAddress.Expected}.");
        }

        if (isOn && string.IsNullOrWhiteSpace(snowplow.AppId))
        {
            problems.Add(OptionsCheck.Wrong(
                options, Snowplow + nameof(snowplow.AppId), OptionsCheck.Shown(snowplow.AppId), "must be the application's identifier where there is a collector"));
        }

        Check(nameof(snowplow.AppId), snowplow.AppId, isNeeded: false);
        Check(nameof(snowplow.Namespace), snowplow.Namespace, isNeeded: true);
        Check(nameof(snowplow.Environment), snowplow.Environment, isNeeded: true);
        Check(nameof(snowplow.Source), snowplow.Source, isNeeded: false);
        if ((isOn || snowplow.Vendor is not null) && !IsVendor(snowplow.Vendor))
        {
            problems.Add(OptionsCheck.Wrong(
                options, Snowplow + nameof(snowplow.Vendor), OptionsCheck.Shown(snowplow.Vendor),
                "must be the vendor of the product's schemas, such as 'com.example': letters, digits, '_', '.' and '-'"));
        }

        void Check(string name, string? value, bool isNeeded) =>
            OptionsCheck.CheckText(options, Snowplow + name, value, isNeeded, problems);
    }

    private static bool IsVendor(string? text)
    {
        foreach (char letter in text ?? "")
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('_' or '.' or '-'))
            {
                return false;
            }
        }

        return !string.IsNullOrEmpty(text);
    }
}
