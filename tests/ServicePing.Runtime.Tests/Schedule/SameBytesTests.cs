using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;
using ServicePing.Runtime.Storage;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>Over programs and settings at random: what is shown, kept, sent and exported are the same bytes, of nothing but what is permitted.</summary>
[Collection(nameof(RedisServer))]
public sealed class SameBytesTests(PostgresServer postgres, RedisServer redis) : DatabaseTest(postgres)
{
    private const int Rounds = 16;

    [Fact]
    public async Task A_cycle_computes_keeps_shows_sends_and_exports_the_same_bytes_and_only_what_is_permitted()
    {
        using RecordedStatements statements = new(ConnectionString);
        using RedisMonitor monitor = await RedisMonitor.StartAsync(redis.Server.Port, redis.Connection);
        await redis.Database.StringSetAsync(
            [.. Enumerable.Range(0, 40).Select(i => KeyValuePair.Create<RedisKey, RedisValue>($"key{i}", 100 + i))]);
        Random random = new(2711);
        for (int round = 0; round < Rounds; round++)
        {
            RandomProgram program = AtRandom(random);
            string[] leftOutFacts = random.Next(2) == 0 ? [] : ["hostname", "settings.collected_data_categories"];
            bool isConfigured = random.Next(2) == 0;
            string folder = Directory.CreateTempSubdirectory("same-bytes").FullName;
            using PingReceiver receiver = new();
            await using Ping ping = Program(program, receiver, statements.Source, keepIn: round % 2 == 0 ? folder : null, options =>
            {
                if (isConfigured)
                {
                    options.IncludeSubscriptionMetrics = program.Categories.Contains(DataCategory.Subscription);
                    options.IncludeOperationalMetrics = program.Categories.Contains(DataCategory.Operational);
                    options.IncludeOptionalMetrics = program.Categories.Contains(DataCategory.Optional);
                    options.LeftOutMetrics.UnionWith([.. program.LeftOut, .. leftOutFacts]);
                    options.LeftOutOwners.UnionWith(program.LeftOutOwners);
                }
            });
            SortedDictionary<string, string> whole = PayloadLeaves.Of((await ping.CollectAsync()).Json);
            await ForgetAsync();
            if (!isConfigured)
            {
                await AdministerAsync(ping, program, leftOutFacts);
            }

            IPingHistory history = ping.Services.GetRequiredService<IPingHistory>();
            PingCycle cycle = await history.SendNowAsync("ada");

            // What was touched is what the permitted metrics need.
            Assert.True(cycle.State == "sent", $"{cycle.State}: {cycle.Reason}");
            Assert.Equal(program.Database(withSql: true).Order(), RandomProgram.InSql(statements.Take()).Order());
            Assert.Equal(program.Counters(withSql: true).Order(), RandomProgram.InKeys(await monitor.TakeAsync()).Order());
            Assert.Equal(program.Facts(withSql: true).Order(), program.Called.Order());
            Assert.Equal(program.Flags.Order(), program.Asked.Order());

            // The bytes are the same everywhere.
            byte[] sent = Assert.Single(Assert.Single(receiver.Pings).Value).Value;
            byte[] export = await ExportAsync(ping, cycle.Name);
            ServicePingReports reports = ping.Services.GetRequiredService<ServicePingReports>();
            PingPermissions permissions = await ping.Services.GetRequiredService<ServicePingSettings>().PermissionsAsync();
            Assert.Equal(sent, (await history.PingAsync(cycle.Name))!.Value.ToArray());
            Assert.Equal(sent, Content(export));
            Assert.Equal(sent, (await reports.AllValuesAsync(permissions)).Json.ToArray());
            if (round % 2 == 1)
            {
                Assert.Equal(sent, await KeptInDatabaseAsync(cycle.Name));
            }

            // They hold the permitted metrics with the values that they have in a whole ping, and nothing names another.
            SortedDictionary<string, string> leaves = PayloadLeaves.Of(sent);
            HashSet<string> standard = [.. StandardMetricSet.Instance.Metrics
                .Where(metric => permissions.Categories.Contains(metric.DataCategory) && !leftOutFacts.Contains(metric.KeyPath))
                .Select(metric => metric.KeyPath)];
            HashSet<string> shown = [.. whole.Keys.Where(path => program.Shown.Contains(path) || standard.Any(one => IsUnder(path, one)))];
            Assert.Equal(shown.Order(StringComparer.Ordinal), leaves.Keys);
            Assert.All(program.Shown, path => Assert.Equal(whole[path], leaves[path]));
            IPingStore store = ping.Services.GetRequiredService<IPingStore>();
            List<byte[]> places = [sent, export, .. receiver.Bodies, Encoding.UTF8.GetBytes(string.Join('\n', receiver.Heads))];
            foreach (PingKind kind in Enum.GetValues<PingKind>())
            {
                byte[] kept = (await store.FindPingAsync(kind, cycle.Name, default))!.Bytes.ToArray();
                places.Add(kept);

                // What is kept may be shown, until something is left out.
                PermittedReport content = (await history.LatestAsync(kind))!.Content;
                Assert.Equal(0, content.LeftOut);
                Assert.Equal(kept, content.Json!.Value.ToArray());
                string later = program.Shown.FirstOrDefault("uuid");
                PermittedReport without = reports.Permitted(
                    kept, permissions with { LeftOutKeyPaths = [.. permissions.LeftOutKeyPaths, later] });
                Assert.Equal(1, without.LeftOut);
                Assert.Contains($"\"{later.Split('.')[^1]}\"", Encoding.UTF8.GetString(kept), StringComparison.Ordinal);
                Assert.DoesNotContain(
                    $"\"{later.Split('.')[^1]}\"", Encoding.UTF8.GetString(without.Json!.Value.Span), StringComparison.Ordinal);
            }

            // Once more is left out, what is shown of what was kept are the bytes of a report that is made now.
            PingPermissions stricter = permissions with
            {
                LeftOutKeyPaths = [.. permissions.LeftOutKeyPaths, .. program.Shown.Where(_ => random.Next(3) == 0)],
                LeftOutOwners = [.. permissions.LeftOutOwners, .. new[] { "planning", "delivery", "verify" }.Where(_ => random.Next(3) == 0)],
            };
            KeptPing queries = (await store.FindPingAsync(PingKind.Queries, cycle.Name, default))!;
            foreach ((PingKind kind, ReadOnlyMemory<byte> fresh) in new[]
            {
                (PingKind.AllValues, (await reports.AllValuesAsync(stricter)).Json),
                (PingKind.NonSql, (await reports.NonSqlValuesAsync(stricter)).Json),
                (PingKind.Queries, reports.Queries(stricter, queries.Record.RecordedAt).Json),
            })
            {
                ReadOnlyMemory<byte> kept = (await store.FindPingAsync(kind, cycle.Name, default))!.Bytes;
                Assert.Equal(Encoding.UTF8.GetString(fresh.Span), Encoding.UTF8.GetString(reports.Permitted(kept, stricter).Json!.Value.Span));
            }

            string[] names = [.. program.Set.MetricPlans.Select(plan => plan.KeyPath).Except(program.PermittedKeyPaths)];
            foreach (string text in places.Select(Encoding.UTF8.GetString))
            {
                Assert.All(names, name => Assert.DoesNotContain($"\"{name}\"", text, StringComparison.Ordinal));
                Assert.All(names, name => Assert.DoesNotContain($"\"{name.Split('.')[2]}\"", text, StringComparison.Ordinal));
                Assert.All(leftOutFacts, name => Assert.DoesNotContain($"\"{name.Split('.')[^1]}\"", text, StringComparison.Ordinal));
            }

            await ping.DisposeAsync();
            Directory.Delete(folder, recursive: true);
            await ExecuteAsync("DROP SCHEMA IF EXISTS service_ping CASCADE");

            async Task ForgetAsync()
            {
                statements.Take();
                await monitor.TakeAsync();
                program.Called.Clear();
                program.Asked.Clear();
            }
        }
    }

    /// <summary>Without standard metrics a ping has no identifier of its installation, and is not sent.</summary>
    private static RandomProgram AtRandom(Random random)
    {
        while (true)
        {
            RandomProgram program = new(random);
            if (program.Categories.Contains(DataCategory.Standard))
            {
                return program;
            }
        }
    }

    private Ping Program(
        RandomProgram program, PingReceiver receiver, NpgsqlDataSource source, string? keepIn, Action<ServicePingOptions> configure) => Ping.Of(
        StandardMetricSet.Instance,
        builder =>
        {
            builder.Services.Replace(ServiceDescriptor.Singleton(program.Catalogue));
            builder.UsePostgres(source).UseRedis(redis.Connection).Configure(options =>
            {
                options.Variable = _ => null;
                options.IsFeatureEnabled = program.IsFeatureEnabled;
                options.PauseRatio = 0;
                options.Uuid = "3f0c7f5e-6a1c-4c0e-9a55-0a4a3a0d8d21";
                options.Receiver = receiver.Address;
                options.NoticePeriod = TimeSpan.Zero;
                configure(options);
            });
            if (keepIn is not null)
            {
                builder.KeepIn(keepIn);
            }
        },
        program.Set);

    private static async Task AdministerAsync(Ping ping, RandomProgram program, string[] leftOutFacts)
    {
        ServicePingSettings settings = ping.Services.GetRequiredService<ServicePingSettings>();
        foreach ((string name, DataCategory category) in new[]
        {
            (SettingNames.IncludeSubscriptionMetrics, DataCategory.Subscription),
            (SettingNames.IncludeOperationalMetrics, DataCategory.Operational),
            (SettingNames.IncludeOptionalMetrics, DataCategory.Optional),
        })
        {
            await settings.SetAsync(name, program.Categories.Contains(category) ? "true" : "false", "ada");
        }

        await SetAsync(SettingNames.LeftOutMetrics, [.. program.LeftOut, .. leftOutFacts]);
        await SetAsync(SettingNames.LeftOutOwners, program.LeftOutOwners);

        Task SetAsync(string name, string[] entries) =>
            settings.SetAsync(name, entries is [] ? null : string.Join('\n', entries), "ada");
    }

    private static async Task<byte[]> ExportAsync(Ping ping, string cycle)
    {
        using MemoryStream file = new();
        await ping.Services.GetRequiredService<ServicePingOffline>().ExportAsync(cycle, file);
        return file.ToArray();
    }

    private static byte[] Content(byte[] export)
    {
        using JsonDocument file = JsonDocument.Parse(export);
        return ReceiverDouble.Unzip(file.RootElement.GetProperty("content").GetBytesFromBase64());
    }

    private async Task<byte[]> KeptInDatabaseAsync(string cycle)
    {
        await using NpgsqlCommand command = Plain.CreateCommand("SELECT bytes FROM service_ping.pings WHERE kind = 'all_values' AND cycle = $1");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = cycle });
        return (byte[])(await command.ExecuteScalarAsync())!;
    }

    private static bool IsUnder(string path, string keyPath) =>
        path == keyPath || path.StartsWith(keyPath + ".", StringComparison.Ordinal);
}
