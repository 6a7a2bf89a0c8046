using ServicePing.Definitions.Collections;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Decides which metric sets a program registers.</summary>
internal static class RegistrationProjection
{
    /// <summary>The own set first, then those of the references; null where the project wants none.</summary>
    public static Registration? Of(
        ((SetClass? Own, EquatableArray<ReferencedAssembly> Referenced) Sets, GeneratorOptions Options) source,
        CancellationToken cancellationToken)
    {
        if (!source.Options.EmitRegistration || source.Options.Lack is not null)
        {
            return null;
        }

        MetricSetName set = source.Options.Set;
        IEnumerable<string> own = source.Sets.Own is null ? [] : [set.Global(set.Set)];
        IEnumerable<string> referenced = source.Sets.Referenced.SelectMany(static one => one.Sets).Distinct().OrderBy(name => name, StringComparer.Ordinal);
        return new Registration(set, own.Concat(referenced).Distinct(StringComparer.Ordinal).ToEquatableArray());
    }
}
