Console.WriteLine(await LibraryApp.Ping.ReadAsync());
