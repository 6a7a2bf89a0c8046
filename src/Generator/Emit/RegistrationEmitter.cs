using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints <c>AddServicePing</c>, which knows all metric sets of the program.</summary>
internal static class RegistrationEmitter
{
    public static SourceText Emit(Registration model)
    {
        // An array, because the list that the compiler makes otherwise has methods of its own, which each start would compile.
        string sets = $"(global::ServicePing.Runtime.Plans.MetricSet[])[{string.Join(", ", model.Sets.Select(set => set + ".Instance"))}]";
        SourceWriter writer = new();
        foreach (string alias in model.Sets.Select(static set => set.Substring(0, set.IndexOf(':'))).Where(static alias => alias != "global").Distinct())
        {
            writer.Write($"extern alias {alias};");
        }

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
                internal static global::Microsoft.Extensions.DependencyInjection.IServiceCollection AddServicePing(
                    this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services,
                    global::System.Action<global::ServicePing.ServicePingBuilder> configure) =>
                    global::ServicePing.ServicePingServiceCollectionExtensions.AddServicePing(
                        services, configure, {{sets}});

                /// <summary>As the other, with options from the configuration, which are read again when it is reloaded.</summary>
                /// <param name="services">The services of the program.</param>
                /// <param name="configuration">The section whose keys are options; of a whole configuration, its section ServicePing.</param>
                /// <param name="configure">Says where values come from; what it sets counts more than the configuration.</param>
                internal static global::Microsoft.Extensions.DependencyInjection.IServiceCollection AddServicePing(
                    this global::Microsoft.Extensions.DependencyInjection.IServiceCollection services,
                    global::Microsoft.Extensions.Configuration.IConfiguration configuration,
                    global::System.Action<global::ServicePing.ServicePingBuilder>? configure = null) =>
                    global::ServicePing.ServicePingServiceCollectionExtensions.AddServicePing(
                        services, configuration, configure, {{sets}});
            }
            """);
        return writer.ToSourceText();
    }
}
