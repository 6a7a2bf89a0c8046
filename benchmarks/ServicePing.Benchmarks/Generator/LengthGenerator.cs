using Microsoft.CodeAnalysis;

namespace ServicePing.Benchmarks.Generator;

/// <summary>The floor: a generator that only looks at how long the texts are.</summary>
internal sealed class LengthGenerator : IIncrementalGenerator
{
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<int> length = context.AdditionalTextsProvider
            .Select(static (file, cancellationToken) => file.GetText(cancellationToken)!.Length)
            .Collect()
            .Select(static (lengths, _) => lengths.Sum());
        context.RegisterSourceOutput(length, static (output, total) =>
            output.AddSource("Length.g.cs", $"internal static class Definitions {{ public const int Length = {total}; }}"));
    }
}
