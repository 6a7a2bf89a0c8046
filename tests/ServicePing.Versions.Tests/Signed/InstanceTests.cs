using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Storage;

namespace ServicePing.Versions.Tests;

/// <summary>A real installation and the receiver: a file goes, its receipt comes back, and all is erased when somebody says so.</summary>
public sealed class InstanceTests(PostgresServer postgres) : ReceiverTest(postgres), IDisposable
{
    private const string Week = "2026-W48";
    private static readonly byte[] Kept = Encoding.UTF8.GetBytes($$"""{ "uuid":"{{SentPing.SomeUuid}}" }""");

    private readonly string _folder = Directory.CreateTempSubdirectory("instance").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_ping_goes_as_a_file_and_its_receipt_is_imported_and_what_was_stored_is_erased()
    {
        await using ServiceProvider instance = await InstanceAsync();
        ServicePingOffline offline = instance.GetRequiredService<ServicePingOffline>();
        byte[] file = await ExportAsync(offline);

        Answer answer = await PostAsync(file);

        Assert.True(answer.Status == 201, answer.ToString());
        Assert.Equal(Kept, await StoredAsync());
        Assert.Matches("^[0-9a-f]{64}$", await AskAsync<string>("SELECT catalogue FROM versions.pings WHERE product <> ''"));
        Assert.Equal((answer.UsageDataId, true), await ImportAsync());
        Assert.Equal((answer.UsageDataId, false), await ImportAsync());
        Assert.Equal(answer.Bytes, (await PostAsync(await ExportAsync(offline))).Bytes);

        ServicePingErasure erasure = instance.GetRequiredService<ServicePingErasure>();
        await erasure.RequestAsync("The contract has ended.", refuseLater: true, "ada");
        await erasure.DeliverDueAsync(default);

        ErasureStatus erased = (await erasure.StatusAsync())!;
        Assert.True(erased.State == ErasureState.Erased, erased.Message);
        Assert.StartsWith("The receiver has erased 1 pings", erased.Message, StringComparison.Ordinal);
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.pings"));
        Assert.Equal(410, (await PostAsync(file)).Status);

        async Task<(long, bool)> ImportAsync()
        {
            ImportedReceipt receipt = await offline.ImportReceiptAsync(answer.Bytes, "ada");
            return (receipt.UsageDataId, receipt.IsNew);
        }
    }

    [Fact]
    public async Task A_file_in_which_bits_have_changed_is_refused_clearly_or_stored_as_the_very_same()
    {
        await using ServiceProvider instance = await InstanceAsync();
        byte[] file = await ExportAsync(instance.GetRequiredService<ServicePingOffline>());
        Random random = new(4913);
        for (int round = 0; round < 300; round++)
        {
            byte[] damaged = [.. file];
            damaged[random.Next(damaged.Length)] ^= (byte)(1 << random.Next(8));

            Answer answer = await PostAsync(damaged);

            string text = Encoding.UTF8.GetString(damaged);
            Assert.True(answer.Status is 200 or 201 or 400 or 403 or 415 or 422, $"Round {round}: {answer} to {text}");
            Assert.True(answer.Status < 400 || answer.Detail.Length > 0, $"Round {round}: {answer}");
        }

        Assert.True(await AskAsync<long>("SELECT count(*) FROM versions.pings") <= 1);
        Answer whole = await PostAsync(file);
        Assert.True(whole.Status is 200 or 201, whole.ToString());
        Assert.Equal(Kept, await StoredAsync());
    }

    private async Task<ServiceProvider> InstanceAsync()
    {
        ServiceCollection services = new();
        ServicePingServiceCollectionExtensions.AddServicePing(
            services,
            ping => ping.KeepIn(_folder).Configure(options =>
            {
                (options.Uuid, options.Receiver, options.Enabled) = (SentPing.SomeUuid, Receiver.Address.AbsoluteUri, false);
                options.Variable = _ => null;
            }),
            null,
            []);
        ServiceProvider instance = services.BuildServiceProvider();
        IPingStore store = instance.GetRequiredService<IPingStore>();
        CycleHold hold = (await store.TakeAsync(
            new Cycle(Week, CycleKind.Weekly, Receiver.Start, "It is time."), Guid.NewGuid(), TimeSpan.FromMinutes(5), default))!;
        await store.KeepAsync(hold, new PingDraft(PingKind.AllValues, Receiver.Start, Kept), default);
        return instance;
    }

    private static async Task<byte[]> ExportAsync(ServicePingOffline offline)
    {
        using MemoryStream file = new();
        await offline.ExportAsync(Week, file);
        return file.ToArray();
    }

    private async Task<Answer> PostAsync(byte[] file)
    {
        ByteArrayContent content = new(file);
        content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        return await Receiver.PostAsync("/usage_data/offline", content);
    }

    /// <summary>The stored bytes, which are those of the file's content: compressed.</summary>
    private async Task<byte[]> StoredAsync()
    {
        using System.IO.Compression.GZipStream stored = new(
            new MemoryStream(await AskAsync<byte[]>("SELECT body FROM versions.pings")), System.IO.Compression.CompressionMode.Decompress);
        using MemoryStream plain = new();
        await stored.CopyToAsync(plain);
        return plain.ToArray();
    }
}
