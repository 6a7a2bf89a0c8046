using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints <c>AddServicePing</c>, which knows all metric sets of the program.</summary>
internal static class RegistrationEmitter
{
    public static SourceText Emit(Registration model)
    {
        SourceWriter writer = new();
        writer.Namespace("Microsoft.Extensions.DependencyInjection");
        writer.Write($$"""
            /// <summary>Registers the service ping of {{model.Set.Name}}.</summary>
            [global::Microsoft.CodeAnalysis.Embedded]
            {{SourceWriter.GeneratedCode}}
            internal static class {{model.Set.Name}}ServicePingExtensions
            {
                /// <summary>Registers the service ping with the metric sets of this project and of its references.</summary>
                /// <param name="services">The services of the program.</param>
                /// <param name="configure">Says where values come from.</param>
                internal static IServiceCollection AddServicePing(
                    this IServiceCollection services,
                    global::System.Action<global::ServicePing.ServicePingBuilder> configure) =>
                    global::ServicePing.ServicePingServiceCollectionExtensions.AddServicePing(
                        services, configure, [{{string.Join(", ", model.Sets.Select(set => set + ".Instance"))}}]);
            }
            """);
        return writer.ToSourceText();
    }
}
