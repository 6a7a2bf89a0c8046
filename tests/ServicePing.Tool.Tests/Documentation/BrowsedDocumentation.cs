using ServicePing.Dictionary;
using ServicePing.Tests;
using ServicePing.Tool.Documentation;

namespace ServicePing.Tool.Tests.Documentation;

/// <summary>The pages of the repository, as a browser sees them.</summary>
public sealed class BrowsedDocumentation : BrowsedFolder
{
    private protected override Task<IEnumerable<SiteFile>> FilesAsync() =>
        Task.FromResult(DocumentationSite.Files(DocumentationFolder.Read(Repository.PathOf("docs")), "1.0"));
}
