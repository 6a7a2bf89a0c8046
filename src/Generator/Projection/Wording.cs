using ServicePing.Definitions.Model;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Generators.Projection;

/// <summary>The words of definitions, as documentation repeats them.</summary>
internal static class Wording
{
    public static string Of(TimeFrame frame) => frame switch
    {
        TimeFrame.SevenDays => "7d",
        TimeFrame.TwentyEightDays => "28d",
        TimeFrame.All => "all",
        _ => "none",
    };

    public static string Of(DataSource source) => source switch
    {
        DataSource.RedisHll => "redis_hll",
        DataSource.InternalEvents => "internal_events",
        _ => source.ToString().ToLowerInvariant(),
    };

    public static string Of(ValueType type) => type.ToString().ToLowerInvariant();

    public static string Of(MetricStatus status) => status.ToString().ToLowerInvariant();

    public static string Of(DataCategory category) => category.ToString().ToLowerInvariant();
}
