using System.Runtime.Versioning;
using ServicePing.Testing;

[assembly: SupportedOSPlatform("linux")]

// This assembly is also the program that PrivateServerEndTests starts and kills: it has servers, says which, and waits.
await using PrivatePostgres postgres = await PrivatePostgres.StartAsync();
await using PrivateRedis redis = await PrivateRedis.StartAsync();
await using PrivatePgBouncer pooler = await PrivatePgBouncer.StartAsync(postgres);
foreach (PrivateServer server in (PrivateServer[])[postgres, redis, pooler])
{
    if (args is ["leave"])
    {
        server.LeaveRunning();
    }
    else if (args is ["pause"])
    {
        await server.PauseAsync();
    }

    Console.WriteLine($"{server.ProcessId} {server.DataDirectory}");
}

if (args is not ["leave"])
{
    await Task.Delay(Timeout.Infinite);
}
