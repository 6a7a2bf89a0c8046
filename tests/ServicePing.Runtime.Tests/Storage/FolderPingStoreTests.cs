using System.Diagnostics;
using ServicePing.Runtime.Storage;
using ServicePing.Testing;

namespace ServicePing.Tests;

/// <summary>Pings in a folder: whoever is killed, and whatever becomes of the disk, leaves all that was kept.</summary>
public sealed class FolderPingStoreTests : PingStoreContract, IDisposable
{
    private readonly SettableClock _clock = new(Ping.RecordedAt);
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("pings").FullName, "below");

    public FolderPingStoreTests()
    {
        Store = new FolderPingStore(_path, _clock);
        Other = new FolderPingStore(_path, _clock);
    }

    private protected override IPingStore Store { get; }

    private protected override IPingStore Other { get; }

    private protected override Task PassAsync(TimeSpan time)
    {
        _clock.Set(_clock.GetUtcNow() + time);
        return Task.CompletedTask;
    }

    private protected override Task DamageAsync(PingRecord ping, bool removes)
    {
        if (removes)
        {
            // The ledger, since a file that is gone is no gap but a change.
            string ledger = File.ReadAllText(Path.Combine(_path, "ledger.json"));
            int start = ledger.LastIndexOf('{', ledger.IndexOf($"\"cycle\": \"{ping.Cycle}\"", StringComparison.Ordinal));
            int end = ledger.IndexOf('}', start) + 1;
            string rest = ledger[end..].TrimStart();
            string before = rest.StartsWith(',') ? ledger[..start] : ledger[..start].TrimEnd().TrimEnd(',');
            File.WriteAllText(Path.Combine(_path, "ledger.json"), before + (rest.StartsWith(',') ? rest[1..] : rest));
        }
        else
        {
            string file = Path.Combine(_path, "pings", $"all_values-{ping.Number:000000}.json");
            byte[] bytes = File.ReadAllBytes(file);
            bytes[0] ^= 1;
            File.WriteAllBytes(file, bytes);
        }

        return Task.CompletedTask;
    }

    [Fact]
    public async Task Only_the_user_of_the_program_may_look_into_the_folder()
    {
        await KeptAsync("a", [1]);
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_path));
    }

    [Fact]
    public async Task A_process_that_is_killed_again_and_again_leaves_whole_pings_and_what_it_was_told_is_done()
    {
        long done = 0;
        Random random = new(7);
        for (int round = 0; round < 3; round++)
        {
            using HoldingProgram program = HoldingProgram.Start("work", _path);
            for (int line = random.Next(1, 15); line > 0; line--)
            {
                done = long.Parse(await program.ReadAsync());
            }

            await program.KillAsync();
            FolderPingStore after = new(_path, TimeProvider.System);
            ChainVerdict verdict = await after.VerifyAsync(PingKind.AllValues, default);
            Assert.Null(verdict.Problem);
            Assert.True(verdict.Pings >= done, $"{verdict.Pings} of {done} pings are there.");
            Assert.Equal(verdict.Pings, (await after.PingsAsync(PingKind.AllValues, int.MaxValue, default)).Count);
        }
    }

    [Fact]
    public async Task A_process_that_is_stopped_for_longer_than_its_lease_writes_nothing_any_more()
    {
        using HoldingProgram program = HoldingProgram.Start("hold", _path);
        Assert.Equal("1", await program.ReadAsync());
        program.Stop();
        FolderPingStore later = new(_path, new SettableClock(TimeProvider.System.GetUtcNow().AddHours(2)));

        CycleHold taken = (await later.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default))!;
        Assert.Equal(2, taken.Fence);
        Assert.Equal(KeepOutcome.Kept, await later.KeepAsync(taken, Draft("mine"), default));
        program.Continue();
        await program.SayAsync("write");

        Assert.Equal("Lost Lost Lost Lost", await program.ReadAsync());
        Assert.Equal("mine"u8.ToArray(), (await later.FindPingAsync(PingKind.AllValues, "a", default))!.Bytes.ToArray());
        Assert.Equal(CycleState.Kept, (await later.FindCycleAsync("a", default))!.State);
        await program.KillAsync();
    }

    [Fact]
    public async Task A_disk_that_is_full_is_said_and_costs_nothing()
    {
        using Tmpfs? disk = Tmpfs.TryMount("512k");
        if (disk is null)
        {
            // Who may not mount has no small disk.
            return;
        }

        FolderPingStore store = new(Path.Combine(disk.Path, "pings"), _clock);
        CycleHold hold = (await store.TakeAsync(Cycle("a"), Guid.NewGuid(), Lease, default))!;
        Assert.Equal(KeepOutcome.Kept, await store.KeepAsync(hold, Draft("small"), default));
        CycleHold big = (await store.TakeAsync(Cycle("b"), Guid.NewGuid(), Lease, default))!;

        PingStoreException full = await Assert.ThrowsAsync<PingStoreException>(
            () => store.KeepAsync(big, new PingDraft(PingKind.AllValues, Ping.RecordedAt, new byte[600_000]), default));

        Assert.StartsWith($"Folder '{disk.Path}/pings': No space left on device", full.Message, StringComparison.Ordinal);
        Assert.EndsWith("See that its disk has room and that the program may write there.", full.Message, StringComparison.Ordinal);
        Assert.Equal(new ChainVerdict(1, null), await store.VerifyAsync(PingKind.AllValues, default));
        Assert.Equal(KeepOutcome.Kept, await store.KeepAsync(big, Draft("fits"), default));
        Assert.Equal(new ChainVerdict(2, null), await store.VerifyAsync(PingKind.AllValues, default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{ \"form\": 1, \"cyc")]
    [InlineData("{ \"form\": 2 }")]
    public async Task A_ledger_that_cannot_be_read_is_said_and_left_alone(string content)
    {
        await KeptAsync("a", [1]);
        string ledger = Path.Combine(_path, "ledger.json");
        File.WriteAllText(ledger, content);

        PingStoreException refused = await Assert.ThrowsAsync<PingStoreException>(() => TakeAsync("b"));

        Assert.StartsWith($"Folder '{_path}': its file ledger.json cannot be read:", refused.Message, StringComparison.Ordinal);
        Assert.Equal(content, File.ReadAllText(ledger));
    }

    [Fact]
    public async Task A_copy_of_the_folder_is_another_environment()
    {
        Assert.Equal(EnvironmentState.Same, await new InstanceIdentity(Store).EnvironmentAsync("u", default));
        string copy = _path + "-copy";
        using (Process cp = Process.Start("cp", ["-a", _path, copy]))
        {
            await cp.WaitForExitAsync();
        }

        using FolderPingStore copied = new(copy, _clock);
        Assert.Equal(EnvironmentState.Changed, await new InstanceIdentity(copied).EnvironmentAsync("u", default));
        Assert.Equal(EnvironmentState.Same, await new InstanceIdentity(Store).EnvironmentAsync("u", default));
    }

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    /// <summary>A small disk in memory.</summary>
    private sealed class Tmpfs(string path) : IDisposable
    {
        internal string Path => path;

        internal static Tmpfs? TryMount(string size)
        {
            string path = Directory.CreateTempSubdirectory("disk").FullName;
            return Run("mount", "-t", "tmpfs", "-o", $"size={size}", "none", path) ? new Tmpfs(path) : null;
        }

        public void Dispose()
        {
            Run("umount", path);
            Directory.Delete(path);
        }

        private static bool Run(string program, params string[] arguments)
        {
            using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode == 0;
        }
    }
}
