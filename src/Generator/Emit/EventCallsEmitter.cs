using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints which event methods the project calls, for the program that refers to it.</summary>
/// <remarks>A class of its own bears the attribute: a program that runs takes an edit of a class's attributes, and none of the assembly's.</remarks>
internal static class EventCallsEmitter
{
    public static SourceText Emit(EventCalls model)
    {
        SourceWriter writer = new();
        writer.Namespace(model.Set.Plans);
        writer.Open("[EventCalls(", "[");
        foreach (string method in model.Methods)
        {
            writer.Write(Literals.Text(method) + ",");
        }

        writer.Close("])]");
        writer.Write("internal static class CalledEvents;");
        return writer.ToSourceText();
    }
}
