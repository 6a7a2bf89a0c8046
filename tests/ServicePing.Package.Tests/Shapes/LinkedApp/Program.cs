Console.WriteLine(await LinkedApp.Ping.ReadAsync());
