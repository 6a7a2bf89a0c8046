using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints which event methods the project calls, for the program that refers to it.</summary>
internal static class EventCallsEmitter
{
    public static SourceText Emit(EventCalls model)
    {
        SourceWriter writer = new();
        writer.Separate(isFirst: false);
        writer.Open("[assembly: global::ServicePing.Runtime.Plans.EventCalls(", "[");
        foreach (string method in model.Methods)
        {
            writer.Write(Literals.Text(method) + ",");
        }

        writer.Close("])]");
        return writer.ToSourceText();
    }
}
