using ServicePing.Tests;

namespace ServicePing.Tool.Tests;

/// <summary><c>serviceping typescript</c>: what is written, and what a compiler makes of it.</summary>
public sealed class TypeScriptCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serviceping-typescript-");

    public TypeScriptCommandTests()
    {
        Write("ping/events/create_issue.yml", """
            action: create_issue
            description: |
              Someone creates an issue,
              or imports one (*/ and all)
            internal_events: true
            status: active
            product_group: planning
            milestone: "1.0"
            introduced_by_url: https://example.com/changes/1
            tiers: [free]
            identifiers: [user]
            additional_properties:
              label:
                description: Its label
                type: string
                values: [bug, it's new]
              value: { description: How much }
              draft: { description: Whether it is a draft, type: boolean }
              tool: { description: By what }
            """);
        Write("ping/events/close_issue.yml", Event("close_issue", "internal_events: true\ndeprecated: { reason: Nobody asks, since: 2026-11-30 }"));
        Write("ping/events/old.yml", Event("clicked_old", "internal_events: false\ncategory: old"));
        Write("ping/known_events/search.yml", "- name: i_search\n  category: search\n  aggregation: weekly\n");
        Write("ping/metrics/wiki.yml", Metric("counts.wiki", "data_source: redis\noptions: { prefix: wiki_pages, event: view }"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_declarations_have_what_browsers_may_track_and_no_other()
    {
        ProgramRun run = await ToolRun.Of(_folder.FullName, "typescript", "ping", "--out", "src/events.d.ts", "--module=@shop/it's");
        Assert.Equal((0, "src/events.d.ts is written\n", ""), (run.ExitCode, run.Output, run.Errors));
        Assert.Equal(
            """
            // Written by `serviceping typescript` from the definitions of the program.

            import '@shop/it\'s';

            declare module '@shop/it\'s' {
              interface CompleteCatalogues {
                areComplete: true;
              }

              interface EventCatalogue {
                /**
                 * Someone does it
                 * @deprecated since 2026-11-30: Nobody asks.
                 */
                'close_issue': Record<string, never>;
                /** Someone creates an issue, or imports one (*\/ and all) */
                'create_issue': {
                  /** Its label */
                  'label'?: 'bug' | 'it\'s new' | null;
                  /** How much */
                  'value'?: number | null;
                  /** Whether it is a draft */
                  'draft'?: boolean | null;
                  /** By what */
                  'tool'?: string | number | boolean | null;
                };
              }

              interface CounterCatalogue {
                'wiki_pages_view': true;
              }

              interface UniqueEventCatalogue {
                'i_search': true;
              }
            }

            """,
            await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "src", "events.d.ts")));
    }

    [Fact]
    public async Task The_declarations_have_a_library_s_events()
    {
        ProgramRun run = await ToolRun.Of(
            _folder.FullName, "typescript", "ping", "--assembly", typeof(TypeScriptCommandTests).Assembly.Location);
        Assert.Contains("    'send_mail': ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_or_a_value_that_no_definition_has_does_not_compile()
    {
        await ToolRun.Of(_folder.FullName, "typescript", "ping", "--out", "events.d.ts");
        Write("node_modules/serviceping/package.json", await File.ReadAllTextAsync(Module("package.json")));
        Write("node_modules/serviceping/serviceping.d.ts", await File.ReadAllTextAsync(Module("serviceping.d.ts")));
        Write("right.ts", """
            import { bindTracking, configure, flush, trackEvent, trackEvents, trackRedisCounterEvent, trackRedisHllUserEvent } from 'serviceping';
            configure({ base: '/api/v4', pause: 10, csrfToken: () => 'token', onProblem: (problem) => console.warn(problem) });
            trackEvent('create_issue', { label: "it's new", value: 2.5, draft: true, tool: null }, { project: 12, namespace: 'a' });
            trackEvent('close_issue');
            trackEvents([{ name: 'create_issue', properties: { label: 'bug' }, project: 12 }, { name: 'close_issue' }]);
            trackRedisCounterEvent('wiki_pages_view');
            trackRedisHllUserEvent('i_search');
            bindTracking(document.body)();
            flush();
            """);
        string[] wrong =
        [
            "trackEvent('creat_issue');",
            "trackEvent('clicked_old');",
            "trackEvent('create_issue', { label: 'bugs' });",
            "trackEvent('create_issue', { value: '1' });",
            "trackEvent('create_issue', { draft: 'yes' });",
            "trackEvent('create_issue', { colour: 'red' });",
            "trackEvent('close_issue', { label: 'bug' });",
            "trackEvents([{ name: 'close_issue', properties: { label: 'bug' } }]);",
            "trackRedisCounterEvent('wiki_pages_views');",
            "trackRedisHllUserEvent('create_issue');",
            "configure({ bas: '/api/v4' });",
        ];
        Write("wrong.ts", string.Join('\n', wrong.Prepend(
            "import { configure, trackEvent, trackEvents, trackRedisCounterEvent, trackRedisHllUserEvent } from 'serviceping';")));

        string compiler = await CompilerAsync();
        string[] options = ["--noEmit", "--strict", "--target", "es2022", "--module", "esnext", "--moduleResolution", "bundler", "events.d.ts"];
        Assert.Equal(new ProgramRun(0, "", ""), await ProgramRun.Of(_folder.FullName, compiler, [.. options, "right.ts"]));
        ProgramRun refused = await ProgramRun.Of(_folder.FullName, compiler, [.. options, "--pretty", "false", "wrong.ts"]);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Equal(
            Enumerable.Range(2, wrong.Length),
            refused.Output.Split('\n').Where(line => line.StartsWith("wrong.ts(", StringComparison.Ordinal))
                .Select(line => int.Parse(line[9..line.IndexOf(',', StringComparison.Ordinal)], System.Globalization.CultureInfo.InvariantCulture))
                .Distinct());
    }

    /// <summary>The compiler, fetched once.</summary>
    private static async Task<string> CompilerAsync()
    {
        const string Version = "5.9.3";
        string folder = Repository.PathOf("artifacts", "typescript", Version);
        string compiler = Path.Combine(folder, "node_modules", ".bin", "tsc");
        if (!File.Exists(compiler))
        {
            Directory.CreateDirectory(folder);
            ProgramRun install = await ProgramRun.Of(
                folder, "npm", "install", "--prefix", folder, "--no-audit", "--no-fund", "--ignore-scripts", $"typescript@{Version}");
            Assert.True(install.ExitCode == 0, install.Output + install.Errors);
        }

        return compiler;
    }

    private static string Module(string file) => Repository.PathOf("src", "AspNetCore", "Browser", file);

    private void Write(string path, string text)
    {
        string file = Path.Combine(_folder.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private static string Event(string name, string more) => $"""
        action: {name}
        description: Someone does it
        {more}
        status: active
        product_group: planning
        milestone: "1.0"
        introduced_by_url: https://example.com/changes/1
        tiers: [free]
        """;

    private static string Metric(string keyPath, string more) => $$"""
        key_path: {{keyPath}}
        description: What is counted
        product_group: planning
        value_type: number
        status: active
        milestone: "1.0"
        introduced_by_url: https://example.com/changes/1
        time_frame: all
        data_category: optional
        tiers: [free]
        {{more}}
        """;
}
