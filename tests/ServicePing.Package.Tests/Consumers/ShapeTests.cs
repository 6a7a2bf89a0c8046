using System.Text.RegularExpressions;
using Npgsql;
using ServicePing.Testing;

namespace ServicePing.Package.Tests.Consumers;

/// <summary>The package in the projects of users; <c>Shapes/README.md</c> says which.</summary>
public partial class ShapeTests(ShapesFixture shapes) : IClassFixture<ShapesFixture>
{
    /// <summary>The programs that have tests, with the first line that each prints.</summary>
    public static TheoryData<string, string> Programs => new()
    {
        { "ConsoleApp", "letters.sent 1 Ok" },
        { "WebApp", "letters.sent 1 Ok" },
        { "LibraryApp", "letters.limit 12 acme.sent 1 Ok" },
        { "PackedLibraryApp", "acme.sent 1 Ok" },
        { "RivalApp", "15.0.0.0 True letters.sent 1 Ok" },
        { "NoAnalyzersApp", "letters.sent 1 Ok" },
        { "LinkedApp", "linked.sent 1 Ok" },
        { "AotApp", "letters.sent 2 Ok" },
    };

    /// <summary>Those that have none.</summary>
    public static TheoryData<string, string> OtherPrograms => new()
    {
        { "RazorApp", "pages.opened 1 widgets.pressed 1 Ok" },
        { "FSharpApp", "acme.sent 1 Ok" },
    };

    [Theory]
    [MemberData(nameof(Programs))]
    [MemberData(nameof(OtherPrograms))]
    public async Task A_published_program_counts_what_it_tracks(string shape, string output) =>
        Assert.Equal(output, (await shapes.RunPublishedAsync(shape)).Split('\n')[0]);

    [Theory]
    [MemberData(nameof(Programs))]
    [MemberData(nameof(OtherPrograms))]
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
    [InlineData("Widgets", "ServicePing/metrics/pressed.yml", "ServicePing/events/press_button.yml")]
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

    /// <summary>With handlers that take and call what is generated, and options that are bound to configuration.</summary>
    [Theory]
    [InlineData("Trimmed")]
    [InlineData("Aot")]
    public async Task A_program_that_is_trimmed_or_native_sends_the_same_ping(string how)
    {
        string whole = await shapes.RunPublishedAsync("AotApp");

        Assert.Contains("\"uuid\":\"6f2d7c1e-5b1f-4d0a-9a43-2f6f1b0f7e55\"", whole, StringComparison.Ordinal);
        Assert.Equal(Moment().Replace(whole, ""), Moment().Replace(await shapes.RunPublishedAsync("AotApp", how), ""));
        Assert.Equal(how == "Trimmed", (await shapes.PublishedAsync(how)).Contains("ServicePing.Runtime.dll"));
    }

    [Theory]
    [InlineData("Trimmed")]
    [InlineData("Aot")]
    public async Task A_program_that_is_trimmed_or_native_counts_in_PostgreSQL_as_it_does_in_its_memory(string how)
    {
        await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
        string counters = await postgres.CreateDatabaseAsync("counters");

        string ping = await shapes.RunPublishedAsync("AotApp", how, $"--ConnectionStrings:Postgres={counters}");

        Assert.Equal(Moment().Replace(await shapes.RunPublishedAsync("AotApp", how), ""), Moment().Replace(ping, ""));
        await using NpgsqlConnection connection = new(counters);
        await connection.OpenAsync();
        await using NpgsqlCommand schemas = new("SELECT count(*) FROM pg_namespace WHERE nspname = 'service_ping_counters'", connection);
        Assert.Equal(1L, await schemas.ExecuteScalarAsync());
    }

    /// <summary>Where it is called, by what its generator writes, and where it is only named, by reflection.</summary>
    [Theory]
    [InlineData("Trimmed")]
    [InlineData("Aot")]
    public async Task Options_that_the_platform_s_binder_sets_arrive_in_a_program_that_is_trimmed_or_native(string how)
    {
        string ping = await shapes.RunPublishedAsync("AotApp", how);

        Assert.Contains("\"edition\":\"Premium\"", ping, StringComparison.Ordinal);
        Assert.Contains("\"hostname\":\"letters.example\"", ping, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_source_generators_see_generated_types_in_files_where_they_need_them()
    {
        Assert.Contains(Sources("AotApp"), path => path.EndsWith("/AotAppEvents.00.g.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(Sources("AotApp"), path => path.EndsWith("EmbeddedAttribute.cs", StringComparison.Ordinal));
        Assert.DoesNotContain(Sources("WebApp"), path => path.EndsWith("/WebAppEvents.00.g.cs", StringComparison.Ordinal));
    }

    [Fact]
    public void A_project_in_another_language_is_told_once_what_to_do()
    {
        // The summary of a build repeats what was said.
        string[] told = [.. shapes.BuildOutput.Split("Build succeeded.")[0].Split('\n').Where(line => line.Contains("SP0712", StringComparison.Ordinal))];

        Assert.Contains("VisualBasicLibrary.vbproj : warning SP0712: ", Assert.Single(told), StringComparison.Ordinal);
        Assert.Contains("put definitions and instrumentation classes into a C# class library", told[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_that_no_build_reads_is_told_of_and_others_are_not()
    {
        shapes.Add("ConsoleApp", "ServicePing/metrics/issues.yaml");
        shapes.Add("ConsoleApp", "ServicePing/metric/issues.yml");
        shapes.Add("ConsoleApp", "ServicePing/notes.md");

        (_, string output) = await shapes.TryBuildAsync("ConsoleApp");

        Assert.DoesNotContain("SP0007", shapes.BuildOutput, StringComparison.Ordinal);
        string[] told = [.. output.Split('\n').Where(line => line.Contains("SP0007: The file is not read", StringComparison.Ordinal)).Distinct()];
        Assert.Equal(2, told.Length);
        Assert.Contains(told, line => line.Contains("ServicePing/metric/issues.yml", StringComparison.Ordinal));
        Assert.Contains(told, line => line.Contains("ServicePing/metrics/issues.yaml", StringComparison.Ordinal));
    }

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

    private IEnumerable<string> Sources(string shape) => shapes.CommandLine(shape).Where(argument => argument.EndsWith(".cs", StringComparison.Ordinal));

    [GeneratedRegex("\"(recorded_at|recording_[ce]e_finished_at)\":\"[^\"]+\"")]
    private static partial Regex Moment();

    private static bool IsOfTheCompiler(string file) =>
        new[] { "YamlDotNet", "ServicePing.Generators", "ServicePing.Definitions", "Microsoft.CodeAnalysis", "Rival." }
            .Any(start => file.StartsWith(start, StringComparison.OrdinalIgnoreCase)) && !file.StartsWith("RivalApp", StringComparison.Ordinal);

    private static IEnumerable<string> Values(IEnumerable<string> arguments, string option) => arguments
        .Where(argument => argument.StartsWith(option, StringComparison.Ordinal))
        .Select(argument => argument[option.Length..].Trim('"'));
}
