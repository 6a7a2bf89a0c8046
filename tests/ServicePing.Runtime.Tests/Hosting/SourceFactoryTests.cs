using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using ServicePing.Runtime.Plans;
using StackExchange.Redis;

namespace ServicePing.Tests;

/// <summary>A data source that the program has registered is asked for when it is needed, and its failure is a status.</summary>
public sealed class PostgresFactoryTests(PostgresServer postgres) : DatabaseTest(postgres)
{
    [Fact]
    public async Task A_data_source_that_the_program_has_registered_is_read_and_not_disposed_of()
    {
        await using Ping ping = Start(services => services.GetRequiredService<NpgsqlDataSource>(), new StoredSource(Plain));

        Assert.Equal("""{"projects":200}""", (await ping.CollectAsync()).ToString());
        await ping.DisposeAsync();
        await ExecuteAsync("SELECT 1");
    }

    [Fact]
    public async Task Data_sources_of_several_databases_are_told_by_their_names()
    {
        string other = await CopyAsync();
        await using (NpgsqlDataSource source = NpgsqlDataSource.Create(other))
        {
            await using NpgsqlCommand command = source.CreateCommand("DELETE FROM projects WHERE id > 7");
            await command.ExecuteNonQueryAsync();
        }

        TestSet set = Projects();
        set.RelationPlans.Add(new RelationPlan("ci", null, "projects", [], [new(set.Add("projects_of_ci"), Operation.Count)]));
        await using Ping ping = Ping.Of(
            builder =>
            {
                builder.Services.AddKeyedSingleton("ci", NpgsqlDataSource.Create(other));
                builder.UsePostgres(ConnectionString).UsePostgres(services => services.GetRequiredKeyedService<NpgsqlDataSource>("ci"), "ci");
            },
            set);

        Assert.Equal("""{"projects":200,"projects_of_ci":7}""", (await ping.CollectAsync()).ToString());
    }

    [Theory]
    [InlineData(false, "No such service.")]
    [InlineData(true, "The factory that was given to UsePostgres has returned null.")]
    public async Task A_factory_that_fails_makes_its_metrics_unavailable_and_is_asked_again(bool isNull, string cause)
    {
        bool isDown = true;
        await using Ping ping = Start(
            services => !isDown ? Plain : isNull ? null! : throw new InvalidOperationException("No such service."), new StoredSource(Plain));

        MetricReading reading = await ping.ReadAsync("projects");
        Assert.Equal((-1L, ReadingStatus.Unavailable), (reading.Value.AsInt64(), reading.Status));
        Assert.Contains(cause, reading.Message, StringComparison.Ordinal);
        Assert.Contains("'main'", reading.Message, StringComparison.Ordinal);

        isDown = false;
        Assert.Equal("""{"projects":200}""", (await ping.CollectAsync()).ToString());
    }

    [Fact]
    public async Task A_database_whose_factory_fails_takes_no_other_one_down()
    {
        TestSet set = Projects();
        set.RelationPlans.Add(new RelationPlan("ci", null, "projects", [], [new(set.Add("projects_of_ci"), Operation.Count)]));
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(ConnectionString).UsePostgres(_ => throw new TimeoutException("Not today."), "ci"), set);

        Assert.Equal("""{"projects":200,"projects_of_ci":-1}""", (await ping.CollectAsync()).ToString());
    }

    private static TestSet Projects()
    {
        TestSet set = new();
        AddMetric(set, "projects", ValueShape.Integer, "projects", new(0, Operation.Count));
        return set;
    }

    private static Ping Start(Func<IServiceProvider, NpgsqlDataSource> find, StoredSource source) => Ping.Of(
        builder =>
        {
            builder.Services.AddSingleton(source.Source);
            builder.UsePostgres(find);
        },
        Projects());

    private sealed record StoredSource(NpgsqlDataSource Source);
}

/// <summary>The same for a connection to Redis.</summary>
public sealed class RedisFactoryTests : RedisTest
{
    [Fact]
    public async Task A_connection_that_the_program_has_registered_is_used_and_not_closed()
    {
        TestSet set = EventSet.Create();
        Ping ping = Start(set, services => services.GetRequiredService<IConnectionMultiplexer>(), services => services.AddSingleton<IConnectionMultiplexer>(Connection));
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
        await ping.Tracker.FlushAsync();
        await ping.DisposeAsync();

        Assert.Equal(1, (int)await Plain.StringGetAsync(EventSet.Total));
    }

    [Fact]
    public async Task The_last_flush_comes_before_the_container_closes_the_connection_that_it_has_made()
    {
        TestSet set = EventSet.Create();
        Ping ping = Start(
            set,
            services => services.GetRequiredService<IConnectionMultiplexer>(),
            services => services.AddSingleton<IConnectionMultiplexer>(_ => ConnectionMultiplexer.Connect(Server.ConnectionString)));
        TrackedEvent tracked = ping.Tracker.EventsOf(set)[0];
        tracked.Track(1, "x", 1);
        await ping.Tracker.FlushAsync();
        tracked.Track(2, "x", 1);
        await ping.DisposeAsync();

        Assert.Equal(2, (int)await Plain.StringGetAsync(EventSet.Total));
    }

    [Theory]
    [InlineData(false, "No such service.")]
    [InlineData(true, "The factory that was given to UseRedis has returned null.")]
    public async Task A_factory_that_fails_keeps_what_was_tracked_makes_metrics_unavailable_and_is_asked_again(bool isNull, string cause)
    {
        bool isDown = true;
        TestSet set = EventSet.Create();
        set.AddCounter("total", CounterKind.Total, TimeFrame.All, EventSet.Total);
        await using Ping ping = Start(
            set, _ => !isDown ? Connection : isNull ? null! : throw new InvalidOperationException("No such service."), _ => { });
        ping.Tracker.EventsOf(set)[0].Track(1, "x", 1);
        await ping.Tracker.FlushAsync();

        MetricReading reading = await ping.ReadAsync("total");
        Assert.Equal((-1L, ReadingStatus.Unavailable), (reading.Value.AsInt64(), reading.Status));
        Assert.Contains(cause, reading.Message, StringComparison.Ordinal);

        isDown = false;
        await ping.Tracker.FlushAsync();
        Assert.Equal("""{"total":1}""", (await ping.CollectAsync()).ToString());
    }

    private static Ping Start(TestSet set, Func<IServiceProvider, IConnectionMultiplexer> find, Action<IServiceCollection> register) => Ping.Of(
        builder =>
        {
            register(builder.Services);
            builder.UseRedis(find);
        },
        set);
}
