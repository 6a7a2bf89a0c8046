using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace ServicePing.Package.Tests.Contents;

/// <summary>What an assembly of ours says about how it was compiled.</summary>
internal sealed class PackedAssembly : IDisposable
{
    private readonly PEReader _image;

    public PackedAssembly(byte[] bytes) => _image = new PEReader(new MemoryStream(bytes));

    /// <summary>Whether the compiler was asked for the same bytes each time.</summary>
    public bool IsDeterministic => _image.ReadDebugDirectory().Any(entry => entry.Type == DebugDirectoryEntryType.Reproducible);

    /// <summary>The source files in the embedded symbols, with whether their text is embedded.</summary>
    public IReadOnlyList<(string Path, bool IsEmbedded)> Sources
    {
        get
        {
            DebugDirectoryEntry embedded = _image.ReadDebugDirectory().Single(entry => entry.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
            using MetadataReaderProvider provider = _image.ReadEmbeddedPortablePdbDebugDirectoryData(embedded);
            MetadataReader symbols = provider.GetMetadataReader();
            return [.. symbols.Documents.Select(document => (
                symbols.GetString(symbols.GetDocument(document).Name),
                symbols.GetCustomDebugInformation(document).Any(information =>
                    symbols.GetGuid(symbols.GetCustomDebugInformation(information).Kind) == EmbeddedSource)))];
        }
    }

    public void Dispose() => _image.Dispose();

    private static readonly Guid EmbeddedSource = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");
}
