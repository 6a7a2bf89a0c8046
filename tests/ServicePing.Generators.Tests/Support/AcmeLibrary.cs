using Microsoft.CodeAnalysis.CSharp;

namespace ServicePing.Generators.Tests.Support;

/// <summary>Another project with a metric set, in a namespace that is a keyword.</summary>
internal static class AcmeLibrary
{
    private const string Source = """
        [assembly: ServicePing.Runtime.Plans.MetricSet(typeof(Acme.@class.AcmeMetricSet))]
        namespace Acme.@class;
        public sealed class AcmeMetricSet : ServicePing.Runtime.Plans.MetricSet
        {
            public static AcmeMetricSet Instance { get; } = new();
            public override string Name => "Acme";
        }
        """;

    public static CSharpCompilation Compilation => TestCompilation.Create("Acme", Source);
}
