using ServicePing.Versions.Tests;

// This assembly is also the receiver that KillTests starts and kills: it listens on a free port and says which.
await using Receiver receiver = await Receiver.StartAsync(args[0]);
Console.WriteLine(receiver.Address);
await Task.Delay(Timeout.Infinite);
