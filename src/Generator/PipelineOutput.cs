using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Diagnostics;

namespace ServicePing.Generators;

/// <summary>Ends a branch of the pipeline with a generated file.</summary>
internal static class PipelineOutput
{
    /// <summary>A file where there is a model. A defect of the emitter becomes a diagnostic and costs no other file.</summary>
    public static void Emit<TModel>(
        this IncrementalGeneratorInitializationContext context,
        IncrementalValueProvider<TModel?> model,
        string stage,
        Func<TModel, string> hintName,
        Func<TModel, SourceText> emit)
        where TModel : class =>
        context.RegisterSourceOutput(model.WithTrackingName(stage), (output, model) =>
        {
            if (model is not null)
            {
                output.Write(model, hintName, emit);
            }
        });

    /// <summary>A file for each model.</summary>
    public static void Emit<TModel>(
        this IncrementalGeneratorInitializationContext context,
        IncrementalValuesProvider<TModel> models,
        string stage,
        Func<TModel, string> hintName,
        Func<TModel, SourceText> emit)
        where TModel : class =>
        context.RegisterSourceOutput(models.WithTrackingName(stage), (output, model) => output.Write(model, hintName, emit));

    private static void Write<TModel>(
        this SourceProductionContext output, TModel model, Func<TModel, string> hintName, Func<TModel, SourceText> emit)
    {
        string name = typeof(TModel).Name;
        try
        {
            name = hintName(model);
            output.AddSource(name, emit(model));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            output.ReportDiagnostic(Diagnostic.Create(Descriptors.InternalFailure, Location.None, $"{name}: {exception.Message}"));
        }
    }
}
