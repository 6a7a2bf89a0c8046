using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>What leaves as a file are the bytes that are kept, signed, and only what is permitted.</summary>
public abstract class ExportContract : OfflineTest
{
    private protected ExportContract(OfflinePlace place)
        : base(place)
    {
    }

    [Fact]
    public async Task The_file_holds_the_kept_bytes_and_the_signature_of_the_installation_also_while_the_ping_is_off()
    {
        await using ServiceProvider program = Program(options => options.Enabled = false);
        IPingStore store = program.GetRequiredService<IPingStore>();
        await KeepAsync(store, "2026-W47", "{}"u8.ToArray());
        await KeepAsync(store);
        using MemoryStream file = new();

        OfflineExport export = await program.GetRequiredService<ServicePingOffline>().ExportAsync(null, file);

        Assert.Equal((Week, Uuid, (int)file.Length, "serviceping-2026-W48.json"), (export.Cycle, export.Uuid, export.Size, export.FileName));
        using JsonDocument json = JsonDocument.Parse(file.ToArray());
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        using GZipStream content = new(new MemoryStream(json.RootElement.GetProperty("content").GetBytesFromBase64()), CompressionMode.Decompress);
        using MemoryStream held = new();
        content.CopyTo(held);
        Assert.Equal(SomePing, held.ToArray());
        string previous = $"sha-256=:{Convert.ToBase64String(SHA256.HashData("{}"u8))}:";
        Assert.Equal(previous, Text("previous"));
        Assert.Equal($"sha-256=:{Convert.ToBase64String(SHA256.HashData(SomePing))}:", Text("digest"));
        string signed = $"ServicePing export 1\nuuid: {Uuid}\ncycle: {Week}\ndigest: {Text("digest")}\nprevious: {previous}\n"
            + $"product: {Text("product")}\ncatalogue: {Text("catalogue")}\nexported_at: {Text("exported_at")}\n";
        using ECDsa key = await new InstanceIdentity(store).KeyAsync(default);
        Assert.Equal(Convert.ToBase64String(key.ExportSubjectPublicKeyInfo()), Text("key"));
        Assert.True(key.VerifyData(Encoding.UTF8.GetBytes(signed), Convert.FromBase64String(Text("signature")), HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task The_file_says_of_product_and_catalogue_what_a_post_says_in_its_headers()
    {
        await using ServiceProvider program = Program();
        IPingStore store = program.GetRequiredService<IPingStore>();
        await KeepAsync(store, bytes: Encoding.UTF8.GetBytes($$"""{"uuid":"{{Uuid}}","version":"1.2.3"}"""));
        KeptPing ping = (await store.FindPingAsync(PingKind.AllValues, Week, default))!;
        Dictionary<string, string> headers = (await new PingHeaders(store, program.GetRequiredService<ServicePingCatalogue>())
            .OfAsync(ping, PingClaim.Of(ping), default)).ToDictionary(header => header.Name, header => header.Value);
        using MemoryStream file = new();
        await program.GetRequiredService<ServicePingOffline>().ExportAsync(null, file);

        using JsonDocument json = JsonDocument.Parse(file.ToArray());
        string Text(string name) => json.RootElement.GetProperty(name).GetString()!;
        Assert.EndsWith("/1.2.3", Text("product"), StringComparison.Ordinal);
        Assert.Equal((headers["ServicePing-Product"], headers["ServicePing-Catalogue"]), (Text("product"), Text("catalogue")));
        Assert.Equal((headers["ServicePing-Digest"], headers["ServicePing-Key"]), (Text("digest"), Text("key")));
    }

    [Fact]
    public async Task What_is_not_permitted_any_more_is_not_exported()
    {
        await using ServiceProvider program = Program(options => options.LeftOutMetrics.Add("counts.b"));
        await KeepAsync(program.GetRequiredService<IPingStore>());

        Assert.StartsWith(
            "The ping that was kept holds 'counts.b', which is not permitted any more.", await RefusedAsync(program), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_not_there_is_said_and_nothing_is_written()
    {
        await using ServiceProvider program = Program();

        Assert.StartsWith("No ping was kept yet.", await RefusedAsync(program), StringComparison.Ordinal);
        Assert.StartsWith("No ping of the cycle 'no such' is kept", await RefusedAsync(program, "no\nsuch"), StringComparison.Ordinal);
        await KeepAsync(program.GetRequiredService<IPingStore>(), bytes: """{"counts":{"a":1}}"""u8.ToArray());
        Assert.StartsWith("The ping of '2026-W48' was not exported. Its payload has no uuid", await RefusedAsync(program), StringComparison.Ordinal);
    }

    private static async Task<string> RefusedAsync(ServiceProvider program, string? cycle = null)
    {
        using MemoryStream file = new();
        OfflineException refused = await Assert.ThrowsAsync<OfflineException>(
            () => program.GetRequiredService<ServicePingOffline>().ExportAsync(cycle, file));
        Assert.Equal(0, file.Length);
        return refused.Message;
    }
}

/// <summary>What leaves as a file, with all that is kept in a folder.</summary>
public sealed class FolderExportTests() : ExportContract(new FolderPlace());

/// <summary>What leaves as a file, with all that is kept in PostgreSQL.</summary>
public sealed class PostgresExportTests(PostgresServer postgres)
    : ExportContract(new PostgresPlace(postgres)), IClassFixture<PostgresServer>;
