using Microsoft.CodeAnalysis;

namespace ServicePing.Generators;

/// <summary>Turns definition files into a metric set.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class ServicePingGenerator : IIncrementalGenerator
{
    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
    }
}
