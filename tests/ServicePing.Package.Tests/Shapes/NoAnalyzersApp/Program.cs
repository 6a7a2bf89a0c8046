Console.WriteLine(await NoAnalyzersApp.Ping.ReadAsync());
