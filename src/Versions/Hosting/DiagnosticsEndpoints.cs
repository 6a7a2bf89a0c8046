using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>What comes beside pings: metadata, errors, requests to erase, and the question whether the receiver works.</summary>
internal sealed class DiagnosticsEndpoints(
    Exchanges exchanges,
    ReceiverDatabase database,
    Diagnostics diagnostics,
    Eraser eraser,
    IOptions<ServicePingReceiverOptions> options)
{
    private static readonly byte[] Nothing = "{}"u8.ToArray();

    private readonly BodyLimits _limits = options.Value.Limits;

    internal Task MetadataAsync(HttpContext context) => KeepAsync(context, CheckMetadata, diagnostics.AddMetadataAsync);

    internal Task ErrorsAsync(HttpContext context) => KeepAsync(context, CheckError, diagnostics.AddErrorAsync);

    internal Task EraseAsync(HttpContext context) => exchanges.RunAsync(context, async exchange =>
    {
        using ReceivedBody body = await exchange.ReadBodyAsync(_limits).ConfigureAwait(false);
        EraseRequest request = EraseRequest.Read(body.Content, _limits.Depth);
        exchanges.CountInstance(exchange, request.Uuid);
        await exchange.AnswerAsync(200, await eraser.EraseAsync(request, exchange.Aborted).ConfigureAwait(false)).ConfigureAwait(false);
    });

    /// <summary>Says whether a ping that came now could be stored.</summary>
    internal async Task HealthAsync(HttpContext context)
    {
        Exchange exchange = new(context);
        try
        {
            await using NpgsqlConnection connection = await database.OpenAsync(exchange.Aborted).ConfigureAwait(false);
            await connection.ScalarAsync("SELECT 1", [], exchange.Aborted).ConfigureAwait(false);
            await exchange.AnswerAsync(200, Nothing).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            await exchange.AnswerProblemAsync(
                503, "Not available", "The database did not answer as it should.", options.Value.RetryAfter).ConfigureAwait(false);
        }
    }

    /// <summary>Keeps a body that says what it must.</summary>
    /// <param name="context">The request.</param>
    /// <param name="check">Looks at the fields, and says whose they are.</param>
    /// <param name="keep">Keeps the body; false where nothing of the instance is kept any more.</param>
    private Task KeepAsync(
        HttpContext context, Func<JsonFields, string> check, Func<string, byte[], CancellationToken, Task<bool>> keep) =>
        exchanges.RunAsync(context, async exchange =>
        {
            using ReceivedBody body = await exchange.ReadBodyAsync(_limits).ConfigureAwait(false);
            string uuid;
            using (JsonInput input = JsonInput.Parse(body.Content, _limits.Depth))
            {
                uuid = check(input.Root);
            }

            exchanges.CountInstance(exchange, uuid);
            bool isKept = await keep(uuid, body.Content.ToArray(), exchange.Aborted).ConfigureAwait(false);
            await (isKept
                ? exchange.AnswerAsync(201, Nothing)
                : exchanges.RefuseAsync(
                    exchange, 410, "This instance was erased, with the word that later input is refused. Nothing is kept."))
                .ConfigureAwait(false);
        });

    private static string CheckMetadata(JsonFields root)
    {
        JsonFields metadata = root.Object("metadata");
        string uuid = metadata.Uuid();
        foreach (JsonFields metric in metadata.Objects("metrics"))
        {
            metric.Text("name");
        }

        return uuid;
    }

    private static string CheckError(JsonFields root)
    {
        JsonFields error = root.Object("error");
        string uuid = error.Uuid();
        error.Text("message");
        return uuid;
    }
}
