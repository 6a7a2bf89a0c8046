using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Plans;

namespace ServicePing.Tests;

/// <summary>Facts run apart from each other, whatever the program has written in them.</summary>
public sealed class FactTests : IDisposable
{
    /// <summary>Long enough on a busy machine for everything that does not block, and far below what blocking facts would add up to.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private readonly ManualResetEventSlim _goOn = new();
    private readonly EventLogger<ServicePingCollector> _log = new();
    private readonly ConcurrentQueue<string> _disposed = new();

    [Fact]
    public async Task Facts_that_block_cost_one_limit_together_and_harm_no_other()
    {
        TestSet set = new();
        for (int i = 0; i < 40; i++)
        {
            AddBlocking(set, $"blocking.{i:00}");
            set.AddFact($"well.{i:00}", () => MetricValue.From(7), ValueShape.Integer);
        }

        await using Ping ping = Start(set);

        long started = Stopwatch.GetTimestamp();
        ServicePingPayload payload = await ping.CollectAsync();

        // One after the other they would have taken 200 seconds.
        Assert.InRange(Stopwatch.GetElapsedTime(started), Limit, TimeSpan.FromSeconds(60));
        Assert.All(payload.Metrics, metric => Assert.Equal(
            metric.KeyPath.StartsWith("well", StringComparison.Ordinal) ? ReadingStatus.Ok : ReadingStatus.TimedOut, metric.Status));
        Assert.Equal("No value within 5 s.", payload.Metrics[0].Message);
    }

    public static TheoryData<string, Func<JsonElement>> Unfit => new()
    {
        { "Cannot access a disposed object.", Disposed },
        { "The value cannot stand in a payload: CurrentDepth (48) is equal to", () => Nested(49) },
        { "The value cannot stand in a payload: CurrentDepth (48) is equal to", () => Nested(5_000) },
        { "The value cannot stand in a payload: Cannot read incomplete UTF-16", () => JsonElement.Parse("[\"\\ud83d\"]") },
        { "The value cannot stand in a payload: Cannot read incomplete UTF-16", () => JsonElement.Parse("{\"\\ud83d\": 1}") },
    };

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task A_value_that_cannot_stand_in_the_payload_fails_its_fact_alone(string message, Func<JsonElement> value)
    {
        TestSet set = new();
        set.AddFact("unfit", () => MetricValue.From(value()), ValueShape.Json);
        set.AddFact("deep", () => MetricValue.From(Nested(48)), ValueShape.Json);
        set.AddFact("text", () => MetricValue.From("half a letter: \ud83d"));
        await using Ping ping = Start(set);
        ServicePingPayload payload = await ping.CollectAsync();

        Assert.All(payload.Metrics, metric => Assert.Equal(
            metric.KeyPath == "unfit" ? ReadingStatus.Failed : ReadingStatus.Ok, metric.Status));
        Assert.StartsWith(message, payload.Metrics.Single(metric => metric.KeyPath == "unfit").Message, StringComparison.Ordinal);
        Assert.Equal(JsonValueKind.Object, JsonElement.Parse(payload.Json.Span).ValueKind);
    }

    [Fact]
    public async Task Facts_that_block_after_they_have_waited_do_not_starve_the_thread_pool()
    {
        TestSet set = new();
        for (int i = 0; i < 40; i++)
        {
            set.AddFact($"blocking.{i:00}", _ => new Fact<long>(async _ =>
            {
                await Task.Yield();
                _goOn.Wait(CancellationToken.None);
                return 1;
            }), MetricValue.From, ValueShape.Integer);
        }

        await using Ping ping = Start(set, TimeSpan.FromMinutes(5));
        Task<ServicePingPayload> collecting = ping.CollectAsync();

        // All of them block, and the pool goes on at once all the same.
        for (int i = 0; i < 100; i++)
        {
            await Task.Run(() => { }).WaitAsync(TimeSpan.FromSeconds(30));
        }

        Assert.False(collecting.IsCompleted);
        _goOn.Set();
        Assert.All((await collecting).Metrics, metric => Assert.Equal(ReadingStatus.Ok, metric.Status));
    }

    [Fact]
    public async Task A_fact_that_was_given_up_is_not_begun_on_top_of_itself_and_ends_with_its_scope()
    {
        int begun = 0;
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestSet set = new();
        set.AddFact("blocking", context => new DisposableFact(context.Services.GetRequiredService<Scoped>(), () => ended.TrySetResult(), _ =>
        {
            Interlocked.Increment(ref begun);
            _goOn.Wait(CancellationToken.None);
            return ValueTask.FromResult(1L);
        }), MetricValue.From, ValueShape.Integer, "SlowMetric");
        await using Ping ping = Start(set, TimeSpan.FromSeconds(2));

        MetricReading first = await ping.ReadAsync("blocking");
        MetricReading second = await ping.ReadAsync("blocking");

        Assert.Equal((ReadingStatus.TimedOut, "No value within 2 s."), (first.Status, first.Message));
        Assert.Equal(ReadingStatus.TimedOut, second.Status);
        Assert.EndsWith("has not ended since; it is begun again when it has.", second.Message, StringComparison.Ordinal);
        Assert.Equal(1, begun);
        Assert.Empty(_disposed);

        _goOn.Set();
        await ended.Task.WaitAsync(TimeSpan.FromMinutes(1));
        MetricReading third = await RepeatAsync(() => ping.ReadAsync("blocking"), reading => reading.Status == ReadingStatus.Ok);

        Assert.Equal("1", third.Value.ToString());
        Assert.Equal(2, begun);
        Assert.Equal(["fact", "scoped", "fact", "scoped"], _disposed);
        Assert.Contains(_log.Of(LogLevel.Information), line => line.StartsWith("Class 'SlowMetric', which was given up, has ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Each_fact_has_a_scope_of_its_own()
    {
        ConcurrentBag<Scoped> seen = [];
        TestSet set = new();
        foreach (string keyPath in (string[])["a", "b", "c"])
        {
            set.AddFact(keyPath, context => new Fact<long>(_ =>
            {
                seen.Add(context.Services.GetRequiredService<Scoped>());
                return ValueTask.FromResult(1L);
            }), MetricValue.From, ValueShape.Integer);
        }

        await using Ping ping = Start(set);

        await ping.CollectAsync();

        Assert.Equal(3, seen.Distinct().Count());
        Assert.Equal(["scoped", "scoped", "scoped"], _disposed);
    }

    [Fact]
    public async Task Whatever_a_fact_throws_stays_with_it()
    {
        TestSet set = new();
        set.AddFact("cancels", _ => new Fact<long>(_ => throw new OperationCanceledException("My own.")), MetricValue.From, ValueShape.Integer);
        set.AddFact<long>("constructor", _ => throw new NotSupportedException("No instance."), MetricValue.From, ValueShape.Integer);
        set.AddFact("later", _ => new Fact<long>(async _ =>
        {
            await Task.Yield();
            throw new NotSupportedException("Later.");
        }), MetricValue.From, ValueShape.Integer);
        set.AddFact("service", context => new DisposableFact(context.Services.GetRequiredService<Missing>(), () => { }, _ => default), MetricValue.From, ValueShape.Integer);
        set.AddFact("time", _ => new Fact<long>(_ => throw new TaskCanceledException("Slow.", new TimeoutException())), MetricValue.From, ValueShape.Integer);
        set.AddFact("well", _ => new Fact<long>(_ => ValueTask.FromResult(5L)), MetricValue.From, ValueShape.Integer);
        await using Ping ping = Start(set, TimeSpan.FromMinutes(1));

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal(
            ["Failed My own.", "Failed No instance.", "Failed Later.",
                $"Failed No service for type '{typeof(Missing)}' has been registered.", "TimedOut Slow.", "Ok "],
            payload.Metrics.Select(metric => $"{metric.Status} {metric.Message}"));
    }

    [Fact]
    public async Task A_value_survives_that_what_it_used_cannot_be_disposed()
    {
        TestSet set = new();
        set.AddFact("fact", _ => new DisposableFact(null, () => throw new NotSupportedException("Secret."), _ => ValueTask.FromResult(5L)),
            MetricValue.From, ValueShape.Integer, "LeakyMetric");
        set.AddFact("failed", _ => new DisposableFact(null, () => throw new NotSupportedException("Secret."), _ => throw new InvalidOperationException("First.")),
            MetricValue.From, ValueShape.Integer);
        await using Ping ping = Start(set);

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.Equal("""{"fact":5,"failed":-1}""", payload.ToString());
        Assert.Equal("There is a value, but NotSupportedException was thrown when what it used was disposed.", payload.Metrics[0].Message);
        Assert.Equal((ReadingStatus.Failed, "First."), (payload.Metrics[1].Status, payload.Metrics[1].Message));
        Assert.Contains("Class 'LeakyMetric' has given a value, but NotSupportedException was thrown when what it used was disposed.", _log.Of(LogLevel.Warning));
    }

    [Fact]
    public async Task What_a_fact_does_with_its_token_harms_nobody()
    {
        TaskCompletionSource told = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TestSet set = new();
        set.AddFact("throws", _ => new Fact<long>(async cancellationToken =>
        {
            cancellationToken.Register(() => throw new InvalidOperationException("In the token."));
            cancellationToken.Register(() => told.SetResult());
            await told.Task;
            return 1;
        }), MetricValue.From, ValueShape.Integer);
        await using Ping ping = Start(set, TimeSpan.FromMilliseconds(200));

        Assert.Equal(ReadingStatus.TimedOut, (await ping.ReadAsync("throws")).Status);
        await told.Task.WaitAsync(TimeSpan.FromMinutes(1));
    }

    [Fact]
    public async Task A_collection_that_is_cancelled_waits_for_no_fact_that_blocks()
    {
        TestSet set = new();
        using CancellationTokenSource end = new();
        set.AddFact("blocking", _ => new Fact<long>(_ =>
        {
            end.CancelAfter(1);
            _goOn.Wait(CancellationToken.None);
            return ValueTask.FromResult(1L);
        }), MetricValue.From, ValueShape.Integer);
        await using Ping ping = Start(set, TimeSpan.FromHours(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => ping.Collector.CollectAsync(cancellationToken: end.Token));
    }

    public void Dispose()
    {
        _goOn.Set();
    }

    private static async Task<T> RepeatAsync<T>(Func<Task<T>> ask, Func<T, bool> isEnough)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            T answer = await ask();
            if (isEnough(answer) || Stopwatch.GetElapsedTime(started) > TimeSpan.FromMinutes(1))
            {
                return answer;
            }

            await Task.Delay(10);
        }
    }

    private void AddBlocking(TestSet set, string keyPath) => set.AddFact(keyPath, _ => new Fact<long>(_ =>
    {
        _goOn.Wait(CancellationToken.None);
        return ValueTask.FromResult(1L);
    }), MetricValue.From, ValueShape.Integer);

    private static JsonElement Disposed()
    {
        using JsonDocument document = JsonDocument.Parse("{}");
        return document.RootElement;
    }

    private static JsonElement Nested(int levels) => JsonElement.Parse(
        new string('[', levels) + new string(']', levels), new JsonDocumentOptions { MaxDepth = levels });

    private Ping Start(TestSet set, TimeSpan? limit = null) => Ping.Of(
        builder => builder.Configure(options => options.FactTimeout = limit ?? Limit).Services
            .AddSingleton<ILogger<ServicePingCollector>>(_log)
            .AddSingleton(_disposed)
            .AddScoped<Scoped>(),
        set);

    private sealed class Fact<T>(Func<CancellationToken, ValueTask<T>> read) : IFact<T>
    {
        public ValueTask<T> ReadAsync(FactContext context, CancellationToken cancellationToken) => read(cancellationToken);
    }

    private sealed class DisposableFact(object? service, Action disposed, Func<CancellationToken, ValueTask<long>> read) : IFact<long>, IAsyncDisposable
    {
        public ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) => read(cancellationToken);

        public ValueTask DisposeAsync()
        {
            (service as Scoped)?.Note("fact");
            disposed();
            return default;
        }
    }

    private sealed class Scoped(ConcurrentQueue<string> disposed) : IDisposable
    {
        public void Note(string what) => disposed.Enqueue(what);

        public void Dispose() => Note("scoped");
    }

    private sealed class Missing;
}
