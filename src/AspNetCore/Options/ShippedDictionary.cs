namespace ServicePing;

/// <summary>Where the dictionary lies that a program brings with it.</summary>
internal static class ShippedDictionary
{
    /// <summary>What a build calls it.</summary>
    internal const string FileName = "ServicePing.dictionary.json";

    /// <summary>The whole path of the file; null where there is none.</summary>
    internal static string? PathOf(ServicePingHttpOptions options) =>
        options.DictionaryFile is { } file && Path.Combine(AppContext.BaseDirectory, file) is var path && File.Exists(path) ? path : null;
}
