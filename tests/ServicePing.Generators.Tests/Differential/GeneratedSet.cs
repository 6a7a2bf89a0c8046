using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Emit;
using ServicePing.Generators.Tests.Support;
using ServicePing.Runtime.Plans;

namespace ServicePing.Generators.Tests.Differential;

/// <summary>Definitions that went through the generator and the compiler and were loaded, as a program has them.</summary>
internal sealed class GeneratedSet : IDisposable
{
    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);

    public GeneratedSet(IEnumerable<RandomDefinition> definitions)
    {
        TestProject project = definitions.Aggregate(
            new TestProject(), (files, definition) => files.With($"metrics/{definition.KeyPath}.yml", definition.Yaml));
        using MemoryStream image = new();
        EmitResult result = GeneratorOutcome.Of(project).Compilation.Emit(image);
        Assert.Empty(result.Diagnostics.Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning));
        image.Position = 0;
        Type type = _context.LoadFromStream(image).GetCustomAttributes<MetricSetAttribute>().Single().SetType;
        Set = (MetricSet)type.GetProperty("Instance")!.GetValue(null)!;
    }

    public MetricSet Set { get; }

    public void Dispose() => _context.Unload();
}
