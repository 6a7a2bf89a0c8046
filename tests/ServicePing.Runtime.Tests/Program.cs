using ServicePing;
using ServicePing.Tests;

// This assembly is also the program that tests start and kill: it collects from the database that it is told of, has a cycle, sends, or runs the loop.
if (args is ["legacy" or "today", var connectionString])
{
    // A program that still takes moments for local ones, as many do that began before Npgsql 6.
    AppContext.SetSwitch("Npgsql.EnableLegacyTimestampBehavior", args[0] == "legacy");
    args = [connectionString];
}

if (args is [var what, var place])
{
    if (LoopProgram.Is(what))
    {
        await LoopProgram.RunAsync(place, Console.Out);
        return;
    }

    if (ForwardingProcess.Is(what))
    {
        await ForwardingProcess.RunAsync(place, Console.Out);
        return;
    }

    if (SpoolingProgram.Is(what))
    {
        await SpoolingProgram.RunAsync(place, Console.Out);
        return;
    }

    if (SendingProgram.Is(what))
    {
        await SendingProgram.RunAsync(place, Console.Out);
        return;
    }

    await HoldingProgram.RunAsync(what, place);
    return;
}

await using Ping ping = KilledProgram.Of(args[0]);
ServicePingPayload payload = await ping.CollectAsync();
Console.WriteLine($"{payload.RecordedAt:O} {payload.Statistics.IsResumed}");
Console.WriteLine(payload);
