using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace ServicePing.Runtime.Configuration;

/// <summary>A key of the configuration, and the option that it sets.</summary>
/// <remarks>Values are read by the invariant culture and without reflection, so that trimmed and AOT programs read the same.</remarks>
internal abstract class ConfigurationKey(string name, bool isLive)
{
    /// <summary>The key, in any case, and the name of the option.</summary>
    internal string Name => name;

    /// <summary>Whether a change takes effect while the program runs.</summary>
    internal bool IsLive => isLive;

    /// <summary>What a value looks like.</summary>
    internal abstract string Expected { get; }

    /// <summary>Sets the option; false where the value cannot be read.</summary>
    internal abstract bool TrySet(IConfigurationSection value, ServicePingOptions options);

    /// <summary>The option's value, so that two can be compared and shown.</summary>
    internal abstract string Text(ServicePingOptions options);

    internal abstract void Copy(ServicePingOptions from, ServicePingOptions to);

    /// <summary>An option of one value.</summary>
    internal sealed class Single<T>(
        string name,
        bool isLive,
        string expected,
        Func<string?, (bool IsRead, T Value)> read,
        Func<ServicePingOptions, T> get,
        Action<ServicePingOptions, T> set) : ConfigurationKey(name, isLive)
    {
        internal override string Expected => expected;

        internal override bool TrySet(IConfigurationSection value, ServicePingOptions options)
        {
            if (value.GetChildren().Any() || read(value.Value) is not (true, var readValue))
            {
                return false;
            }

            set(options, readValue);
            return true;
        }

        internal override string Text(ServicePingOptions options) => Convert.ToString(get(options), CultureInfo.InvariantCulture) ?? "";

        internal override void Copy(ServicePingOptions from, ServicePingOptions to) => set(to, get(from));
    }

    /// <summary>An option of several texts, which are added to those that are there.</summary>
    internal sealed class Several(string name, Func<ServicePingOptions, ISet<string>> get, bool isLive = false) : ConfigurationKey(name, isLive)
    {
        internal override string Expected => $"a list of texts: {Name}:0, {Name}:1, …";

        internal override bool TrySet(IConfigurationSection value, ServicePingOptions options)
        {
            string?[] texts = [.. value.GetChildren().Select(child => child.Value)];
            if (Array.Exists(texts, text => text is null) || (texts.Length == 0 && !string.IsNullOrEmpty(value.Value)))
            {
                return false;
            }

            get(options).UnionWith(texts!);
            return true;
        }

        internal override string Text(ServicePingOptions options) => string.Join(", ", get(options).Order(StringComparer.Ordinal));

        internal override void Copy(ServicePingOptions from, ServicePingOptions to)
        {
            get(to).Clear();
            get(to).UnionWith(get(from));
        }
    }

    /// <summary>An option of several texts, each by its name, which are added to those that are there.</summary>
    internal sealed class Named(string name, Func<ServicePingOptions, IDictionary<string, string>> get) : ConfigurationKey(name, isLive: true)
    {
        internal override string Expected => $"texts by their names: {Name}:NAME";

        internal override bool TrySet(IConfigurationSection value, ServicePingOptions options)
        {
            KeyValuePair<string, string?>[] texts = [.. value.GetChildren().Select(child => KeyValuePair.Create(child.Key, child.Value))];
            if (Array.Exists(texts, text => string.IsNullOrEmpty(text.Value)) || (texts.Length == 0 && !string.IsNullOrEmpty(value.Value)))
            {
                return false;
            }

            foreach ((string key, string? text) in texts)
            {
                get(options)[key] = text!;
            }

            return true;
        }

        internal override string Text(ServicePingOptions options) =>
            string.Join(", ", get(options).OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}"));

        internal override void Copy(ServicePingOptions from, ServicePingOptions to)
        {
            get(to).Clear();
            foreach ((string key, string text) in get(from))
            {
                get(to)[key] = text;
            }
        }
    }
}
