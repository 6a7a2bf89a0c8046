Console.WriteLine($"{Rivals.YamlDotNet} {Rivals.End > 0} {await RivalApp.Ping.ReadAsync()}");
