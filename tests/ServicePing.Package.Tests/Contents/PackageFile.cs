using System.IO.Compression;
using System.Xml.Linq;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.Contents;

/// <summary>A packed <c>.nupkg</c>, opened.</summary>
internal sealed class PackageFile : IDisposable
{
    private readonly ZipArchive _archive;

    private PackageFile(string path) => _archive = ZipFile.OpenRead(path);

    /// <summary>Opens one of the packages that tests install.</summary>
    public static async Task<PackageFile> OpenAsync(string id)
    {
        Packages packages = await Packages.GetAsync();
        return Open(packages.Folder, id, packages.Version);
    }

    public static PackageFile Open(string folder, string id, string version) => new(Path.Combine(folder, $"{id}.{version}.nupkg"));

    /// <summary>The paths of what the package holds, without the parts that every package has; in ordinal order.</summary>
    public IEnumerable<string> Paths => _archive.Entries
        .Select(entry => entry.FullName)
        .Where(path => !path.EndsWith(".nuspec", StringComparison.Ordinal) && path is not "[Content_Types].xml"
            && !path.StartsWith("_rels/", StringComparison.Ordinal) && !path.StartsWith("package/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    /// <summary>What the <c>.nuspec</c> says.</summary>
    public XElement Metadata
    {
        get
        {
            using Stream stream = _archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
            return XDocument.Load(stream).Root!.Elements().Single();
        }
    }

    /// <summary>An element of the <c>.nuspec</c>; null where it has none.</summary>
    public XElement? Field(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    public byte[] Read(string path)
    {
        using Stream stream = _archive.GetEntry(path)!.Open();
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    public void Dispose() => _archive.Dispose();
}
