using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;

namespace ServicePing.Versions;

/// <summary>What all endpoints share: rates, and an answer to whatever goes wrong.</summary>
internal sealed partial class Exchanges(
    Diagnostics diagnostics, IOptions<ServicePingReceiverOptions> options, TimeProvider clock, ILogger<Exchanges> logger)
{
    private readonly RequestRate _addresses = new(options.Value.RequestsPerMinuteOfAddress, clock);
    private readonly RequestRate _instances = new(options.Value.RequestsPerMinuteOfInstance, clock);

    internal async Task RunAsync(HttpContext context, Func<Exchange, Task> run)
    {
        // The receiver counts for itself, and says more than the server would.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
        {
            size.MaxRequestBodySize = null;
        }

        Exchange exchange = new(context);
        try
        {
            Count(_addresses, context.Connection.RemoteIpAddress?.ToString() ?? "", "This address");
            await run(exchange).ConfigureAwait(false);
        }
        catch (RefusedInputException refused)
        {
            await RefuseAsync(exchange, refused.Status, refused.Message).ConfigureAwait(false);
        }
        catch (TooOftenException often)
        {
            await exchange.AnswerProblemAsync(429, "Too many requests", often.Message, often.Wait).ConfigureAwait(false);
        }
        catch (BadHttpRequestException bad)
        {
            await RefuseAsync(exchange, bad.StatusCode, bad.Message).ConfigureAwait(false);
        }
        catch (UnavailableException unavailable)
        {
            await AnswerUnavailableAsync(exchange, unavailable.Message).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
        {
            LogUnavailable(exception);
            await AnswerUnavailableAsync(exchange, "The database did not answer as it should.").ConfigureAwait(false);
        }
        catch (Exception exception) when (exchange.Aborted.IsCancellationRequested && exception is OperationCanceledException or IOException)
        {
            // The sender is gone, and nobody reads an answer.
        }
    }

    /// <summary>Counts a request of an instance.</summary>
    internal void CountInstance(Exchange exchange, string uuid)
    {
        exchange.Uuid = uuid;
        Count(_instances, uuid, "This instance");
    }

    /// <summary>Answers with the reason, and keeps it.</summary>
    internal async Task RefuseAsync(Exchange exchange, int status, string reason)
    {
        // Of who was erased for good nothing is kept, not even this.
        if (status != 410)
        {
            try
            {
                await diagnostics.AddRefusalAsync(exchange.Refuse(status, reason), CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is NpgsqlException or TimeoutException)
            {
                LogNotKept(exception, status, reason);
            }
        }

        await exchange.AnswerProblemAsync(status, "Not accepted", reason).ConfigureAwait(false);
    }

    private Task AnswerUnavailableAsync(Exchange exchange, string detail) => exchange.AnswerProblemAsync(
        503, "Not available", $"{detail} Nothing was acknowledged; send the same again later.", options.Value.RetryAfter);

    private static void Count(RequestRate rate, string name, string who)
    {
        if (rate.Excess(name) is { } wait)
        {
            throw new TooOftenException(who + " has sent as many requests as it may in a minute.", wait);
        }
    }

    [LoggerMessage(4, LogLevel.Error, "The receiver's database did not answer as it should; the sender is asked to come again.")]
    private partial void LogUnavailable(Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "Input that was refused with {Status} could not be kept: {Reason}")]
    private partial void LogNotKept(Exception exception, int status, string reason);

    private sealed class TooOftenException(string message, TimeSpan wait) : Exception(message)
    {
        internal TimeSpan Wait => wait;
    }
}
