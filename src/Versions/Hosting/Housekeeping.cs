using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>Makes the schema when the program starts, and deletes what is older than it need be, once an hour.</summary>
internal sealed partial class Housekeeping(
    ReceiverDatabase database,
    Diagnostics diagnostics,
    IOptions<ServicePingReceiverOptions> options,
    TimeProvider clock,
    ILogger<Housekeeping> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(TimeSpan.FromHours(1), clock);
        do
        {
            try
            {
                ReceiverKey key = await database.KeyAsync(stoppingToken).ConfigureAwait(false);
                LogReady(key.PublicKey);
                await diagnostics.DeleteOlderAsync(options.Value.KeepDiagnosticsFor, stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException or IOException)
            {
                LogUnavailable(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    [LoggerMessage(2, LogLevel.Debug, "The receiver's database is there; receipts are signed with the key {PublicKey}.")]
    private partial void LogReady(string publicKey);

    [LoggerMessage(3, LogLevel.Error, "The receiver's database cannot be used; senders are asked to come again until it can.")]
    private partial void LogUnavailable(Exception exception);
}
