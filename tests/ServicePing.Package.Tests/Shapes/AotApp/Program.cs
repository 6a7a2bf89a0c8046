Console.WriteLine(await AotApp.Ping.ReadAsync().ConfigureAwait(false));
