Console.WriteLine(await ConsoleApp.Ping.ReadAsync());
