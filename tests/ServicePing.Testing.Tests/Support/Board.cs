using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.Testing.Tests.Support;

/// <summary>The product of these tests.</summary>
internal static class Board
{
    /// <summary>The moment that its clock shows at first: a Wednesday.</summary>
    public static DateTimeOffset Start { get; } = new(2026, 11, 18, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Its program, with the test that looks at it.</summary>
    public static ServicePingTest Run(Action<ServicePingBuilder>? configure = null) =>
        ServicePingTest.Start(services => services.AddServicePing(ping => configure?.Invoke(ping)), Start);

    /// <summary>Its events.</summary>
    public static BoardEvents Of(ServicePingTest ping) => ping.Services.GetRequiredService<BoardEvents>();
}
