using System.Reflection.Metadata;

[assembly: MetadataUpdateHandler(typeof(ServicePing.Runtime.Catalogue.CatalogueUpdate))]

namespace ServicePing.Runtime.Catalogue;

/// <summary>Hears of edits that hot reload applies to the running program, among them those of descriptions.</summary>
internal static class CatalogueUpdate
{
    private static int _count;

    /// <summary>How many edits there were; what was read of an assembly before the last one is out of date.</summary>
    internal static int Count => Volatile.Read(ref _count);

    /// <summary>Called by .NET.</summary>
    /// <param name="updatedTypes">The types that were edited; null where that is not known.</param>
    internal static void ClearCache(Type[]? updatedTypes) => Interlocked.Increment(ref _count);
}
