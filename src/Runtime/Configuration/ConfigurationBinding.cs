using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using ServicePing.Shared;

namespace ServicePing.Runtime.Configuration;

/// <summary>Sets options by a section of the configuration, and tells when that is reloaded.</summary>
internal sealed class ConfigurationBinding(IConfigurationSection section)
    : IConfigureOptions<ServicePingOptions>, IOptionsChangeTokenSource<ServicePingOptions>
{
    /// <summary>The section that is taken of a whole configuration.</summary>
    internal const string Section = "ServicePing";

    public string? Name => Options.DefaultName;

    public IChangeToken GetChangeToken() => section.GetReloadToken();

    public void Configure(ServicePingOptions options)
    {
        BoundConfiguration bound = options.Bound ??= new BoundConfiguration();
        bool isEmpty = true;
        foreach (IConfigurationSection child in section.GetChildren())
        {
            isEmpty = false;
            Configure(child.Key, child, options, bound);
        }

        if (isEmpty)
        {
            bound.Warnings.Add($"The configuration has no section '{section.Path}' with options of the service ping; defaults count.");
        }
    }

    private static void Configure(string name, IConfigurationSection child, ServicePingOptions options, BoundConfiguration bound)
    {
        if (Find(name) is { } key)
        {
            Set(key, child, options, bound);
        }
        else if (ConfigurationKeys.IsSection(name) && string.IsNullOrEmpty(child.Value))
        {
            foreach (IConfigurationSection grandchild in child.GetChildren())
            {
                Configure($"{name}:{grandchild.Key}", grandchild, options, bound);
            }
        }
        else if (ConfigurationKeys.IsSection(name))
        {
            string first = ConfigurationKeys.All.First(known => known.Name.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase)).Name;
            bound.Problems.Add($"{child.Path} is '{child.Value}', which cannot be read; expected a section with keys such as {first}.");
        }
        else if (ConfigurationKeys.InCode.Contains(name, StringComparer.OrdinalIgnoreCase))
        {
            bound.Problems.Add($"{child.Path} is a delegate and has no value in a configuration; set it by Configure of AddServicePing.");
        }
        else
        {
            string meant = NearName.Of(name, ConfigurationKeys.All.Select(known => known.Name)) is { } near ? $" Did you mean '{near}'?" : "";
            bound.Warnings.Add($"The configuration has '{child.Path}', which is no option of the service ping and does nothing.{meant}");
        }
    }

    private static void Set(ConfigurationKey key, IConfigurationSection child, ServicePingOptions options, BoundConfiguration bound)
    {
        bound.Paths[key.Name] = child.Path;
        if (child.Value is null && !child.GetChildren().Any())
        {
            // Null in JSON: as if the key were not there.
            return;
        }

        if (!key.TrySet(child, options))
        {
            string found = child.Value is { } value ? $"'{value}'" : "a section";
            bound.Problems.Add($"{child.Path} is {found}, which cannot be read; expected {key.Expected}.");
        }
    }

    private static ConfigurationKey? Find(string name)
    {
        foreach (ConfigurationKey key in ConfigurationKeys.All)
        {
            if (string.Equals(key.Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return key;
            }
        }

        return null;
    }
}

/// <summary>What a section of the configuration has said, and what of it is wrong.</summary>
internal sealed class BoundConfiguration
{
    /// <summary>Where options have their values from, by their names.</summary>
    internal Dictionary<string, string> Paths { get; } = new(StringComparer.Ordinal);

    /// <summary>What cannot be read; the program does not start.</summary>
    internal List<string> Problems { get; } = [];

    /// <summary>What is not used; the log says so.</summary>
    internal List<string> Warnings { get; } = [];
}
