using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using ServicePing.Runtime.Plans;

namespace ServicePing.Generators.Tests.Support;

/// <summary>Definitions that went through the generator and the compiler and were loaded, as a program has them.</summary>
internal sealed class GeneratedSet : IDisposable
{
    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);

    /// <summary>Compiles and loads a project with its generated code.</summary>
    public GeneratedSet(Compilation compilation)
    {
        using MemoryStream image = new();
        EmitResult result = compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        image.Position = 0;
        Type type = _context.LoadFromStream(image).GetCustomAttributes<MetricSetAttribute>().Single().SetType;
        Set = (MetricSet)type.GetProperty("Instance")!.GetValue(null)!;
    }

    public MetricSet Set { get; }

    public void Dispose() => _context.Unload();
}
