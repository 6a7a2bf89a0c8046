using ServicePing;
using ServicePing.Tests;

// This assembly is also the program that KillTests starts and kills: it collects from the database that it is told of.
await using Ping ping = KilledProgram.Of(args[0]);
ServicePingPayload payload = await ping.CollectAsync();
Console.WriteLine(payload);
