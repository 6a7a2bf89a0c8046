using System.Globalization;
using System.Runtime;
using System.Runtime.InteropServices;
using ServicePing.Runtime.ReadyMade;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The set <c>host</c>: the machine and the process.</summary>
public sealed class HostMetricTests
{
    [Fact]
    public async Task What_the_process_runs_on_is_reported_as_the_system_says_it()
    {
        await using Ping ping = ReadyMadePing.Of("host");

        Dictionary<string, MetricReading> readings = await ReadyMadePing.CollectAsync(ping);

        Assert.All(readings.Values, reading => Assert.Equal(ReadingStatus.Ok, reading.Status));
        Assert.Equal(RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant(), ReadyMadePing.Text(readings["host.processor_architecture"]));
        Assert.Equal(Environment.ProcessorCount, readings["host.processor_count"].Value.AsInt64());
        Assert.Equal(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes, readings["host.memory_limit_bytes"].Value.AsInt64());
        Assert.Equal(Environment.Version.ToString(), ReadyMadePing.Text(readings["host.dotnet_version"]));
        Assert.Equal(GCSettings.IsServerGC ? "server" : "workstation", ReadyMadePing.Text(readings["host.garbage_collector"]));
        Assert.Equal(ping.Clock.LocalTimeZone.Id, ReadyMadePing.Text(readings["host.time_zone"]));
        Assert.Equal(
            CultureInfo.InstalledUICulture.Name.Length > 0 ? CultureInfo.InstalledUICulture.Name : "invariant", ReadyMadePing.Text(readings["host.locale"]));
        if (OperatingSystem.IsLinux())
        {
            Dictionary<string, string> release = File.ReadLines("/etc/os-release").Select(line => line.Split('=', 2)).Where(field => field.Length == 2)
                .ToDictionary(field => field[0], field => field[1].Trim('"'));
            Assert.Equal($"{release["ID"]}-{release["VERSION_ID"]}", ReadyMadePing.Text(readings["settings.operating_system"]));
        }
    }

    [Theory]
    [InlineData("ID=debian\nVERSION_ID=\"12\"\n", "debian-12")]
    [InlineData("NAME='Ubuntu'\nVERSION_ID='24.04'\nID=ubuntu\nID_LIKE=debian\n", "ubuntu-24.04")]
    [InlineData("ID=arch\nBUILD_ID=rolling\n", "arch")]
    [InlineData("ID=\"rhel\"\r\nVERSION_ID=\"9.4\"\r\n", "rhel-9.4")]
    [InlineData("", "linux-6.1.0")]
    [InlineData("ID=\n", "linux-6.1.0")]
    public void A_distribution_has_the_name_and_version_that_it_says(string release, string expected) =>
        Assert.Equal(expected, OperatingSystemName.Of("Linux 6.1.0-x", new System.OperatingSystem(PlatformID.Unix, new Version(6, 1, 0)), release));

    [Theory]
    [InlineData("Microsoft Windows 10.0.20348", PlatformID.Win32NT, "10.0.20348.0", "windows-10.0.20348")]
    [InlineData("Darwin 23.5.0 Darwin Kernel", PlatformID.Unix, "14.5.0", "macos-14.5.0")]
    [InlineData("FreeBSD 14.1-RELEASE", PlatformID.Unix, "14.1.0", "freebsd-14.1.0")]
    public void Other_systems_have_a_name_and_a_version_too(string description, PlatformID platform, string version, string expected) =>
        Assert.Equal(expected, OperatingSystemName.Of(description, new System.OperatingSystem(platform, Version.Parse(version)), ""));

    [Theory]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER", "true", null, true)]
    [InlineData("KUBERNETES_SERVICE_HOST", "10.0.0.1", null, true)]
    [InlineData(null, null, "/.dockerenv", true)]
    [InlineData(null, null, "/run/.containerenv", true)]
    [InlineData("DOTNET_RUNNING_IN_CONTAINER", "false", null, false)]
    [InlineData("KUBERNETES_SERVICE_HOST", "", null, false)]
    [InlineData(null, null, "/etc/hosts", false)]
    public void A_container_is_known_by_what_its_engine_leaves_in_it(string? name, string? value, string? file, bool expected) =>
        Assert.Equal(expected, ContainerTraces.AreThere(asked => asked == name ? value : null, path => path == file));
}
