using Microsoft.Extensions.Caching.StackExchangeRedis;
using Npgsql;
using ServicePing;
using StackExchange.Redis;
using Tally;
using Tally.Api;
using Tally.Data;
using Tally.Facts;
using Tally.Live;
using Tally.Pages;

WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
string postgres = builder.Configuration.GetConnectionString("Postgres")!;
string redis = builder.Configuration.GetConnectionString("Redis")!;

// One PostgreSQL: the program's own data source, which knows its enums, and which the ping reads through as well.
NpgsqlDataSource database = TallyDatabase.Open(postgres);
builder.Services.AddSingleton(database);

// One Redis for all that needs one: summaries that are expensive, news between the nodes, and the counters of the ping.
builder.Services.AddStackExchangeRedisCache(cache =>
{
    cache.Configuration = redis;
    cache.InstanceName = "tally:cache:";
});
builder.Services.AddSignalR()
    .AddJsonProtocol(json => json.PayloadSerializerOptions.TypeInfoResolverChain.Insert(0, TallyJson.Default))
    .AddStackExchangeRedis(redis, backplane => backplane.Configuration.ChannelPrefix = RedisChannel.Literal("tally:live:"));
builder.Services.AddServicePing(builder.Configuration, ping => ping
    .UsePostgres(database)
    .UseRedis(redis, keyPrefix: "tally:"));

builder.Services.AddSingleton<IInstanceSurroundings, Surroundings>();
builder.Services.Configure<License>(builder.Configuration.GetSection("License"));
builder.Services.ConfigureHttpJsonOptions(json => json.SerializerOptions.TypeInfoResolverChain.Insert(0, TallyJson.Default));
builder.Services.AddTallyPages();
builder.Services.AddTallyClock(builder.Configuration);

WebApplication app = builder.Build();
app.MapInvoices();
app.MapExports();
app.MapAccounts();
app.MapClock();
app.MapServicePing();
app.MapHub<InvoiceHub>("/live");
await app.RunAsync();
