using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>The receiver is asked to erase where somebody says so, also while the ping is off, until it has signed that it has.</summary>
public abstract class ErasureContract : OfflineTest
{
    private protected ErasureContract(OfflinePlace place)
        : base(place)
    {
    }

    private readonly List<byte[]> _requests = [];
    private int _status = 200;
    private bool _isForged;

    [Fact]
    public async Task Nothing_is_asked_for_without_a_word_and_a_word_needs_a_receiver_and_an_identifier()
    {
        await using (ServiceProvider none = Program())
        {
            ServicePingErasure erasure = none.GetRequiredService<ServicePingErasure>();
            await erasure.DeliverDueAsync(default);
            Assert.Null(await erasure.StatusAsync());
            Assert.StartsWith("There is no receiver", await RefusedAsync(erasure), StringComparison.Ordinal);
            await Assert.ThrowsAsync<ArgumentException>(() => erasure.RequestAsync("a\nb", false, "ada"));
            await Assert.ThrowsAsync<ArgumentException>(() => erasure.RequestAsync(new string('x', 1001), false, "ada"));
            await Assert.ThrowsAsync<ArgumentException>(() => erasure.RequestAsync(null, false, " "));
        }

        await using ServiceProvider nobody = Program(options => (options.Receiver, options.Uuid) = (Receiver, null));
        Assert.StartsWith("There is no Uuid", await RefusedAsync(nobody.GetRequiredService<ServicePingErasure>()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_is_repeated_to_the_byte_until_the_receiver_has_signed_also_while_the_ping_is_off()
    {
        await using WebApplication receiver = await ReceiverAsync();
        await using ServiceProvider program = Program(options => (options.Receiver, options.Enabled) = (receiver.Urls.Single(), false));
        IPingStore store = program.GetRequiredService<IPingStore>();
        ServicePingErasure erasure = program.GetRequiredService<ServicePingErasure>();
        erasure.Random = new NoDelay();

        ErasureStatus asked = await erasure.RequestAsync("The \"contract\" has ended: é.", true, "ada");
        Assert.Equal((ErasureState.Waiting, "ada", true, 0), (asked.State, asked.RequestedBy, asked.RefusesLater, asked.Attempts));
        _status = 503;
        await erasure.DeliverDueAsync(default);
        await erasure.DeliverDueAsync(default);
        ErasureStatus waiting = (await erasure.StatusAsync())!;
        Assert.Equal((ErasureState.Waiting, 1), (waiting.State, waiting.Attempts));
        Assert.StartsWith("The receiver has answered with 503. It is tried again at ", waiting.Message, StringComparison.Ordinal);
        Assert.Single(_requests);

        await UntilAsync(store, waiting.NextAttemptAt!.Value);
        (_status, _isForged) = (200, true);
        await erasure.DeliverDueAsync(default);
        Assert.StartsWith("The receiver's answer is no signed receipt", (await erasure.StatusAsync())!.Message, StringComparison.Ordinal);

        await UntilAsync(store, (await erasure.StatusAsync())!.NextAttemptAt!.Value);
        _isForged = false;
        await using (ServiceProvider restarted = Program(options => (options.Receiver, options.Enabled) = (Receiver, false)))
        {
            await restarted.GetRequiredService<ServicePingErasure>().DeliverDueAsync(default);
        }

        await erasure.DeliverDueAsync(default);
        ErasureStatus erased = (await erasure.StatusAsync())!;
        Assert.Equal((ErasureState.Erased, 3), (erased.State, erased.Attempts));
        Assert.StartsWith("The receiver has erased 3 pings, 1 metadata, 0 errors and 2 refusals at ", erased.Message, StringComparison.Ordinal);
        Assert.NotNull(erased.Receipt);
        Assert.Equal(3, _requests.Count);
        Assert.All(_requests, request => Assert.Equal(_requests[0], request));
        Assert.Contains(
            await store.ChangesAsync(5, default), change => change is { Name: "erasure", ChangedBy: "ada" });
    }

    [Fact]
    public async Task A_refusal_ends_it_until_somebody_asks_anew()
    {
        await using WebApplication receiver = await ReceiverAsync();
        await using ServiceProvider program = Program(options => options.Receiver = receiver.Urls.Single());
        ServicePingErasure erasure = program.GetRequiredService<ServicePingErasure>();
        await erasure.RequestAsync(null, false, "ada");
        _status = 403;
        await erasure.DeliverDueAsync(default);
        await erasure.DeliverDueAsync(default);

        ErasureStatus refused = (await erasure.StatusAsync())!;
        Assert.Equal((ErasureState.Refused, 1, null), (refused.State, refused.Attempts, refused.NextAttemptAt));
        Assert.Single(_requests);

        _status = 200;
        await PassAsync(program.GetRequiredService<IPingStore>());
        await erasure.RequestAsync(null, false, "eve");
        await erasure.DeliverDueAsync(default);
        Assert.Equal(ErasureState.Erased, (await erasure.StatusAsync())!.State);
    }

    [Fact]
    public async Task A_request_that_has_ended_is_forgotten_with_its_age_and_one_that_waits_is_not()
    {
        await using WebApplication receiver = await ReceiverAsync();
        await using ServiceProvider program = Program(options => options.Receiver = receiver.Urls.Single());
        IPingStore store = program.GetRequiredService<IPingStore>();
        ServicePingErasure erasure = program.GetRequiredService<ServicePingErasure>();
        await erasure.RequestAsync(null, false, "ada");
        await PassAsync(store);
        await erasure.RemoveOldAsync(0, default);
        Assert.Equal(ErasureState.Waiting, (await erasure.StatusAsync())!.State);

        await erasure.DeliverDueAsync(default);
        await PassAsync(store);
        await erasure.RemoveOldAsync(52, default);
        Assert.Equal(ErasureState.Erased, (await erasure.StatusAsync())!.State);
        await erasure.RemoveOldAsync(0, default);

        Assert.Null(await erasure.StatusAsync());
        Assert.Null(await store.FindKeptAsync(InstanceNames.EraseRequest, default));
        Assert.Null(await store.FindKeptAsync(InstanceNames.EraseProgress, default));
    }

    private static async Task<string> RefusedAsync(ServicePingErasure erasure) =>
        (await Assert.ThrowsAsync<ErasureException>(() => erasure.RequestAsync(null, false, "ada"))).Message;

    /// <summary>A receiver from docs/wire.md alone.</summary>
    private async Task<WebApplication> ReceiverAsync()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        WebApplication app = builder.Build();
        app.MapPost("/erase", async context =>
        {
            using MemoryStream body = new();
            await using System.IO.Compression.GZipStream content = new(context.Request.Body, System.IO.Compression.CompressionMode.Decompress);
            await content.CopyToAsync(body);
            _requests.Add(body.ToArray());
            context.Response.StatusCode = _status;
            if (_status == (int)HttpStatusCode.OK)
            {
                await context.Response.WriteAsync(Answer(JsonElement.Parse(body.ToArray())));
            }
        });
        await app.StartAsync();
        return app;
    }

    /// <summary>What is tried again is due as soon as it may be.</summary>
    private sealed class NoDelay : Random
    {
        public override double NextDouble() => 0;
    }

    private string Answer(JsonElement request)
    {
        string later = request.GetProperty("refuse_later").GetBoolean() ? "true" : "false";
        string requestedAt = request.GetProperty("requested_at").GetString()!;
        const string ErasedAt = "2026-11-28T02:15:00.123Z";
        string text = $"ServicePing erasure 1\nuuid: {Uuid}\nrequested_at: {requestedAt}\nrefuse_later: {later}\nerased_at: {ErasedAt}\n"
            + $"pings: {(_isForged ? 9 : 3)}\nmetadata: 1\nerrors: 0\nrefusals: 2\n";
        return $$$"""
            {"erasure":{"uuid":"{{{Uuid}}}","requested_at":"{{{requestedAt}}}","refuse_later":{{{later}}},"erased_at":"{{{ErasedAt}}}","pings":3,
            "metadata":1,"errors":0,"refusals":2,"key":"{{{Signer.PublicKey}}}","signature":"{{{Signer.Sign(text)}}}"}}
            """;
    }
}

/// <summary>Requests to erase, with all that is kept in a folder.</summary>
public sealed class FolderErasureTests() : ErasureContract(new FolderPlace());

/// <summary>Requests to erase, with all that is kept in PostgreSQL.</summary>
public sealed class PostgresErasureTests(PostgresServer postgres)
    : ErasureContract(new PostgresPlace(postgres)), IClassFixture<PostgresServer>;
