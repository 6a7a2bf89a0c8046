namespace ServicePing.Package.Tests.Consumers;

/// <summary>The package in the projects of users; <c>Shapes/README.md</c> says which.</summary>
public class ShapeTests(ShapesFixture shapes) : IClassFixture<ShapesFixture>
{
    public static TheoryData<string, string> Programs => new()
    {
        { "ConsoleApp", "letters.sent 1 Ok" },
        { "WebApp", "letters.sent 1 Ok" },
        { "LibraryApp", "letters.limit 12 acme.sent 1 Ok" },
        { "PackedLibraryApp", "acme.sent 1 Ok" },
        { "RivalApp", "15.0.0.0 True letters.sent 1 Ok" },
        { "NoAnalyzersApp", "letters.sent 1 Ok" },
        { "LinkedApp", "linked.sent 1 Ok" },
        { "AotApp", "letters.sent 1 Ok" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_published_program_counts_what_it_tracks(string shape, string output) =>
        Assert.Equal(output, await shapes.RunPublishedAsync(shape));

    [Theory]
    [MemberData(nameof(Programs))]
    public void A_published_program_brings_the_runtime_and_nothing_of_the_compiler_s(string shape, string output)
    {
        IEnumerable<string> files = shapes.Published(shape);

        Assert.NotEmpty(output);
        Assert.Contains("ServicePing.Runtime.dll", files);
        Assert.DoesNotContain(files, IsOfTheCompiler);
        Assert.DoesNotContain(files, file => file.EndsWith(".yml", StringComparison.Ordinal) || file.StartsWith("serviceping.", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public void Its_tests_run(string shape, string output)
    {
        Assert.NotEmpty(output);
        Assert.Matches($@"Passed! +- Failed: +0, Passed: +1, Skipped: +0, Total: +1, .* - {shape}\.Tests\.dll", shapes.TestOutput);
    }

    [Theory]
    [InlineData("ConsoleApp", "ServicePing/metrics/sent.yml", "ServicePing/events/send_letter.yml")]
    [InlineData("WebApp", "ServicePing/metrics/sent.yml", "ServicePing/events/send_letter.yml")]
    [InlineData("Acme", "ServicePing/metrics/sent.yml", "ServicePing/events/send_letter.yml")]
    [InlineData("LibraryApp", "ServicePing/metrics/limit.yml")]
    [InlineData("PackedLibraryApp")]
    [InlineData("RivalApp", "ServicePing/metrics/sent.yml", "ServicePing/events/send_letter.yml")]
    [InlineData("NoAnalyzersApp", "ServicePing/metrics/sent.yml", "ServicePing/events/send_letter.yml")]
    [InlineData("LinkedApp", "../Elsewhere/of letters #1/sent.yml", "../ConsoleApp/ServicePing/events/send_letter.yml")]
    public void An_editor_calls_the_compiler_with_the_generator_and_the_definitions(string shape, params string[] definitions)
    {
        string[] arguments = shapes.CommandLine(shape);

        Assert.Equal(
            ["ServicePing.Definitions.dll", "ServicePing.Generators.dll", "YamlDotNet.dll"],
            Values(arguments, "/analyzer:").Where(path => path.Contains("/roslyn/", StringComparison.Ordinal)).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(
            definitions.Order(StringComparer.Ordinal),
            Values(arguments, "/additionalfile:").Where(path => path.EndsWith(".yml", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Two_generators_keep_their_own_version_of_what_both_need() => Assert.Equal(
        ["rival", "serviceping"],
        Values(shapes.CommandLine("RivalApp"), "/analyzer:")
            .Where(path => Path.GetFileName(path) == "YamlDotNet.dll")
            .Select(path => path.Contains("/rival/", StringComparison.Ordinal) ? "rival" : "serviceping")
            .Order(StringComparer.Ordinal));

    [Fact]
    public async Task A_trimmed_program_counts_what_it_tracks() =>
        Assert.Equal("letters.sent 1 Ok", await shapes.RunTrimmedAsync("AotApp"));

    /// <summary>The other side of the shape AotApp, which builds without a warning.</summary>
    [Fact]
    public async Task The_analyzers_of_trimming_and_AOT_look_at_generated_code_too()
    {
        (int exitCode, string output) = await shapes.TryBuildAsync("AotApp", "-p:WithUnsafeCode=true");

        Assert.Equal(1, exitCode);
        Assert.Contains("Unsafe.g.cs(5,49): error IL2057", output, StringComparison.Ordinal);
        Assert.Contains("Unsafe.g.cs(8,62): error IL3050", output, StringComparison.Ordinal);
        Assert.Contains("Unsafe.g.cs(11,38): error IL3000", output, StringComparison.Ordinal);
    }

    private static bool IsOfTheCompiler(string file) =>
        new[] { "YamlDotNet", "ServicePing.Generators", "ServicePing.Definitions", "Microsoft.CodeAnalysis", "Rival." }
            .Any(start => file.StartsWith(start, StringComparison.OrdinalIgnoreCase)) && !file.StartsWith("RivalApp", StringComparison.Ordinal);

    private static IEnumerable<string> Values(IEnumerable<string> arguments, string option) => arguments
        .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
        .Select(argument => argument[option.Length..].Trim('"'));
}
