using ServicePing.Generators.Tests.Support;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Scratch;

/// <summary>A web product that has its cache, the backplane of SignalR and the keys of Data Protection in the Redis of the counters.</summary>
public class RedisTests
{
    [Theory]
    [InlineData(null, "2")]
    [InlineData("3.4.35", "3")]
    public async Task A_product_with_much_in_Redis_counts_beside_it_with_the_client_that_it_has(string? client, string major)
    {
        await using PrivateRedis redis = await PrivateRedis.StartAsync(new PrivateRedisOptions
        {
            Users = ["shop on >secret ~shop:* &* +@all -@dangerous +info"],
        });
        // The backplane asks for a version of a package that not every feed has.
        using ScratchProject shop = await ScratchProject.CreateAsync("Shop", $"""
            <PropertyGroup>
              <WarningsNotAsErrors>NU1603</WarningsNotAsErrors>
            </PropertyGroup>
            <ItemGroup>
              <FrameworkReference Include="Microsoft.AspNetCore.App" />
              <PackageReference Include="Microsoft.Extensions.Caching.StackExchangeRedis" Version="10.0.15" />
              <PackageReference Include="Microsoft.AspNetCore.SignalR.StackExchangeRedis" Version="10.0.15" />
              <PackageReference Include="Microsoft.AspNetCore.DataProtection.StackExchangeRedis" Version="10.0.15" />
              {(client is null ? "" : $"<PackageReference Include=\"StackExchange.Redis\" Version=\"{client}\" />")}
            </ItemGroup>
            """);
        shop.Write("ServicePing/events/buy.yml", Yaml.Event("buy", "identifiers: [user]"));
        shop.Write("ServicePing/metrics/bought.yml", Yaml.Metric("counts.bought", "internal_events", "events:\n- name: buy"));
        shop.Write("Program.cs", """
            using Microsoft.AspNetCore.Builder;
            using Microsoft.AspNetCore.DataProtection;
            using Microsoft.AspNetCore.SignalR;
            using Microsoft.Extensions.Caching.Distributed;
            using Microsoft.Extensions.DependencyInjection;
            using Microsoft.Extensions.Logging;
            using ServicePing;
            using Shop;
            using StackExchange.Redis;

            await using ConnectionMultiplexer redis = await ConnectionMultiplexer.ConnectAsync(args[0]);
            WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(["--urls=http://127.0.0.1:0"]);
            builder.Logging.ClearProviders();
            builder.Services.AddStackExchangeRedisCache(cache =>
            {
                cache.ConnectionMultiplexerFactory = () => Task.FromResult<IConnectionMultiplexer>(redis);
                cache.InstanceName = "shop:cache:";
            });
            builder.Services.AddSignalR().AddStackExchangeRedis(
                args[0], backplane => backplane.Configuration.ChannelPrefix = RedisChannel.Literal("shop:"));
            builder.Services.AddDataProtection().PersistKeysToStackExchangeRedis(redis, "shop:keys");
            builder.Services.AddServicePing(ping => ping.UseRedis(args[0], keyPrefix: "shop:"));
            await using WebApplication app = builder.Build();
            app.MapHub<Basket>("/basket");
            await app.StartAsync();

            IDistributedCache cache = app.Services.GetRequiredService<IDistributedCache>();
            await cache.SetStringAsync("a", "cached");
            IDataProtector protector = app.Services.GetRequiredService<IDataProtectionProvider>().CreateProtector("shop");
            string secret = protector.Unprotect(protector.Protect("protected"));
            await app.Services.GetRequiredService<IHubContext<Basket>>().Clients.All.SendAsync("changed");

            app.Services.GetRequiredService<ShopEvents>().Buy(user: 1);
            EventTracker tracker = app.Services.GetRequiredService<EventTracker>();
            await tracker.FlushAsync();
            MetricResult<long> bought = await app.Services.GetRequiredService<ServicePingCollector>().CollectAsync(ShopMetrics.Counts.Bought);
            int major = typeof(ConnectionMultiplexer).Assembly.GetName().Version!.Major;
            Console.WriteLine($"{major} {await cache.GetStringAsync("a")} {secret} {bought.Value} {bought.Status} {tracker.Statistics.LastError}");
            await app.StopAsync();

            internal sealed class Basket : Hub;
            """);
        await shop.BuildAsync();

        string connection = redis.ConnectionString + ",user=shop,password=secret";
        Assert.Equal($"{major} cached protected 1 Ok", (await shop.RunAsync([connection])).Trim());
        Assert.Equal($"{major} cached protected 2 Ok", (await shop.RunAsync([connection])).Trim());
    }
}
