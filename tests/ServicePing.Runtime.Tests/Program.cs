using ServicePing;
using ServicePing.Tests;

// This assembly is also the program that tests start and kill: it collects from the database that it is told of, or has a cycle.
if (args is [var what, var place])
{
    await HoldingProgram.RunAsync(what, place);
    return;
}

await using Ping ping = KilledProgram.Of(args[0]);
ServicePingPayload payload = await ping.CollectAsync();
Console.WriteLine(payload);
