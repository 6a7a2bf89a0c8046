using Microsoft.Extensions.Logging.Abstractions;
using ServicePing.Runtime.Costs;
using ServicePing.Runtime.Counters;
using ServicePing.Runtime.Plans;
using ServicePing.Testing;

namespace ServicePing.Tests;

public sealed class InProcessCounterStoreTests : CounterStoreContract
{
    private readonly SettableClock _clock = new(Ping.RecordedAt);

    public InProcessCounterStoreTests() => Store = new InProcessCounterStore(null, _clock, NullLogger.Instance);

    private protected override ICounterStore Store { get; }

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time)
    {
        _clock.Advance(time);
        return Task.CompletedTask;
    }
}

/// <summary>Everything again with a file that is written and read between the steps of a test.</summary>
public sealed class CounterFileTests : CounterStoreContract, IDisposable
{
    private readonly SettableClock _clock = new(Ping.RecordedAt);
    private readonly string _folder = Directory.CreateTempSubdirectory("counters").FullName;
    private readonly string _path;
    private readonly List<string> _log = [];
    private InProcessCounterStore _store;

    public CounterFileTests()
    {
        _path = Path.Combine(_folder, "below", "counters");
        _store = Open();
    }

    private protected override ICounterStore Store => _store;

    [Fact]
    public async Task A_program_that_starts_again_finds_its_counters()
    {
        CounterWrite[] writes =
        [
            new CounterWrite.Count("a", null, 5),
            new CounterWrite.Amount("b", CounterWrite.SixWeeks, 0.5),
            new CounterWrite.Values("c", CounterWrite.SixWeeks, ["x", "y"]),
            new CounterWrite.Registers("d", CounterWrite.SixWeeks, Dense([.. Enumerable.Range(0, 9_000).Select(i => $"{i}")])),
            new CounterWrite.Field("e", null, "v", 7),
        ];
        await _store.WriteAsync(new CounterFlush(Guid.NewGuid(), writes));
        IReadOnlyList<CounterReply> before = await ReadAsync();

        _store.Dispose();
        Assert.IsType<CounterReply.None>((await ReadAsync())[0]);
        _store = Open();

        Assert.Equal(before.Take(4), (await ReadAsync()).Take(4));
        Assert.Equal(7, Assert.IsType<CounterReply.Fields>((await ReadAsync())[4]).Counts["v"]);
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_program_that_is_killed_loses_only_the_last_seconds()
    {
        await CountAsync("a");
        _clock.Advance(TimeSpan.FromSeconds(5));
        await CountAsync("a");

        File.Copy(_path, _path + ".copy");
        using InProcessCounterStore survivor = Open(_path + ".copy");

        Assert.Equal(1, await TotalAsync(survivor, "a"));
        Assert.Equal(2, await TotalAsync(_store, "a"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("something else, and long enough for a checksum")]
    [InlineData(null)]
    public async Task A_damaged_file_is_reported_and_set_aside(string? content)
    {
        await CountAsync("a");
        _store.Dispose();
        byte[] original = await File.ReadAllBytesAsync(_path);
        original[30] ^= 1;
        await File.WriteAllBytesAsync(_path, content is null ? original : [.. content.Select(letter => (byte)letter)]);
        byte[] damaged = await File.ReadAllBytesAsync(_path);

        _store = Open();
        Assert.Equal(0, await TotalAsync(_store, "a"));
        await CountAsync("a");
        _store.Dispose();
        _store = Open();

        Assert.Equal(1, await TotalAsync(_store, "a"));
        Assert.Contains(_path, Assert.Single(_log), StringComparison.Ordinal);
        Assert.Equal(damaged, await File.ReadAllBytesAsync(_path + ".damaged-20261121T021500Z"));
    }

    [Fact]
    public async Task A_second_program_waits_until_the_first_has_ended()
    {
        await CountAsync("a");
        using InProcessCounterStore second = Open();
        CounterFlush flush = new(Guid.NewGuid(), [new CounterWrite.Count("a", null, 1)]);

        Assert.Equal(WriteOutcome.Retry, Assert.Single(await second.WriteAsync(flush)));
        Assert.Equal(WriteOutcome.Retry, Assert.Single(await second.WriteAsync(flush)));
        Assert.Single(_log);

        _store.Dispose();

        Assert.Equal(WriteOutcome.Applied, Assert.Single(await second.WriteAsync(flush)));
        Assert.Equal(2, await TotalAsync(second, "a"));
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_loses_nothing_once_it_can()
    {
        await CountAsync("a");
        Directory.CreateDirectory(_path + ".new");
        _clock.Advance(TimeSpan.FromSeconds(5));
        _clock.Advance(TimeSpan.FromSeconds(5));
        Assert.False(File.Exists(_path));
        Assert.Single(_log);

        Directory.Delete(_path + ".new");
        _clock.Advance(TimeSpan.FromSeconds(5));

        Assert.True(File.Exists(_path));
    }

    [Fact]
    public async Task A_program_with_in_process_counters_tracks_and_collects_over_a_restart()
    {
        string path = Path.Combine(_folder, "program");
        TestSet set = new();
        set.AddCounter("counts.clicks", CounterKind.Total, TimeFrame.All, "{event_counters}_click");
        set.EventPlans.Add(new EventPlan("click", [], [new CounterRule(CounterKind.Total, "{event_counters}_click", false)]));
        for (int start = 1; start <= 3; start++)
        {
            await using Ping ping = Ping.Of(builder => builder.UseInProcessCounters(path), set);
            ping.Tracker.EventsOf(set)[0].Track();
            await ping.Tracker.FlushAsync();
            Assert.Equal(start, (await ping.ReadAsync("counts.clicks")).Value.AsInt64());
        }
    }

    public void Dispose()
    {
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override Task PassAsync(IEnumerable<string> keys, TimeSpan time)
    {
        _clock.Advance(time);
        _store.Dispose();
        _store = Open();
        return Task.CompletedTask;
    }

    private InProcessCounterStore Open(string? path = null) => new(path ?? _path, _clock, new ListLogger(_log));

    private Task<IReadOnlyList<WriteOutcome>> CountAsync(string key) =>
        _store.WriteAsync(new CounterFlush(Guid.NewGuid(), [new CounterWrite.Count(key, null, 1)]));

    private static async Task<long> TotalAsync(InProcessCounterStore store, string key) =>
        Assert.IsType<CounterReply.Number>(Assert.Single(
            await store.ReadAsync([new CounterRead(CounterKind.Total, [key])], new CollectionMeter(null), CancellationToken.None)))
        .Value.AsInt64();

    private Task<IReadOnlyList<CounterReply>> ReadAsync() => _store.ReadAsync(
        [
            new(CounterKind.Total, ["a"]), new(CounterKind.Sum, ["b"]), new(CounterKind.Unique, ["c"]),
            new(CounterKind.Unique, ["c", "d"]), new(CounterKind.UniqueTotals, ["e"]),
        ],
        new CollectionMeter(null),
        CancellationToken.None);
}
