using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http;

namespace ServicePing;

/// <summary>How many requests to track a user may send.</summary>
internal sealed class TrackingLimiter : IDisposable
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<HttpContext>? _limiter;

    internal TrackingLimiter(ServicePingHttpOptions options)
    {
        if (options.TrackingRequestsPerMinute == 0)
        {
            return;
        }

        // Six parts of a minute: what was sent at its end still counts at the beginning of the next.
        SlidingWindowRateLimiterOptions window = new()
        {
            PermitLimit = options.TrackingRequestsPerMinute,
            Window = Minute,
            SegmentsPerWindow = 6,
            AutoReplenishment = true,
        };
        _limiter = PartitionedRateLimiter.Create<HttpContext, EventValue>(
            context => RateLimitPartition.GetSlidingWindowLimiter(options.UserOf(context), _ => window));
    }

    /// <summary>Counts a request.</summary>
    /// <exception cref="RefusedException">The user has sent as many as are allowed.</exception>
    internal void Take(HttpContext context)
    {
        using RateLimitLease? lease = _limiter?.AttemptAcquire(context);
        if (lease is { IsAcquired: false })
        {
            throw new RefusedException(new Problem(
                StatusCodes.Status429TooManyRequests,
                "You have sent as many requests as are allowed in a minute. Send several events in one, by track_events.")
            {
                RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out TimeSpan wait) ? wait : Minute / 6,
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter?.Dispose();
}
