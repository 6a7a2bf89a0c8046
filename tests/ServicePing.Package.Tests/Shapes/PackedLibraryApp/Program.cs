Console.WriteLine(await PackedLibraryApp.Ping.ReadAsync());
