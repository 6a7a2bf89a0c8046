using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the methods of the events, which the program calls.</summary>
internal static class EventEmitter
{
    /// <summary>Takes what the product's own types convert to.</summary>
    private const string OwnIdentifier = "global::ServicePing.Runtime.Plans.TrackedEvent.Identifier";

    public static SourceText Emit(EventMethods model)
    {
        MetricSetName set = model.Set;
        SourceWriter writer = new();
        writer.Namespace(set.Namespace);
        if (model.Number > 0)
        {
            writer.Open($"public sealed partial class {set.Events}");
        }
        else
        {
            writer.Write($"""
                /// <summary>The events of {set.Name}. A call never throws and never waits.</summary>
                /// <param name="tracker">Keeps what the events count.</param>
                {SourceWriter.GeneratedCode}
                """);
            writer.Open($"public sealed partial class {set.Events}(global::ServicePing.EventTracker tracker)");
            writer.Write($"""
                private readonly global::ServicePing.Runtime.Plans.TrackedEvent[] _events =
                    tracker.EventsOf({set.Global(set.Set)}.Instance);

                """);
        }

        for (int i = 0; i < model.Methods.Count; i++)
        {
            writer.Separate(isFirst: i == 0);
            EmitMethod(writer, model.Methods[i], model.First + i);
        }

        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitMethod(SourceWriter writer, EventMethod method, int position)
    {
        writer.Write($"/// <summary>{method.Summary}</summary>");
        foreach (EventParameter parameter in method.Parameters)
        {
            writer.Write($"""/// <param name="{parameter.Name}">{parameter.Documentation}</param>""");
        }

        if (method.Obsolete is { } obsolete)
        {
            writer.Write($"[global::System.Obsolete({Literals.Text(obsolete)})]");
        }

        Dictionary<EventParameter, EnumName> enums = [];
        foreach (EventParameter parameter in method.Parameters.Where(static parameter => !parameter.Members.IsEmpty))
        {
            enums.Add(parameter, method.Enums[enums.Count]);
        }

        string parameters = string.Join(", ", method.Parameters.Select(parameter =>
            Declaration(parameter, enums.TryGetValue(parameter, out EnumName? name) ? name.Type + "?" : parameter.Type)));
        string arguments = string.Join(", ", method.Parameters.Select((parameter, i) => enums.TryGetValue(parameter, out EnumName? name)
            ? $"_events[{position}].ValueOf(s_{name.Type}, (int?){Identifiers.Escape(parameter.Name)})"
            : parameter.IsOfOwnType
                ? $"{Identifiers.Escape(parameter.Name)} is {{ }} __{i} ? {OwnIdentifier}(__{i}) : default({EventParameter.AnyValue})"
                : Identifiers.Escape(parameter.Name)));
        writer.Write($"public void {method.Name}({parameters}) => _events[{position}].Track({arguments});");
        foreach (KeyValuePair<EventParameter, EnumName> one in enums)
        {
            EmitEnum(writer, method, one.Key, one.Value);
        }
    }

    /// <summary>Prints what a property with a list of values needs: the members, their values by position, and the member of a text.</summary>
    private static void EmitEnum(SourceWriter writer, EventMethod method, EventParameter parameter, EnumName name)
    {
        writer.Write($"\nprivate static readonly {EventParameter.AnyValue}[] s_{name.Type} = [{string.Join(", ", parameter.Members.Select(static one => one.Value))}];\n");
        writer.Write($"/// <summary>{parameter.Documentation}</summary>");
        writer.Open($"public enum {name.Type}");
        if (!parameter.Members.Any(static one => one.Text == EnumMember.OtherText))
        {
            writer.Write($"/// <summary>None of the others; counted as <c>{EnumMember.OtherText}</c>.</summary>\n{EnumMember.Other} = -1,\n");
        }

        for (int i = 0; i < parameter.Members.Count; i++)
        {
            EnumMember member = parameter.Members[i];
            writer.Separate(isFirst: i == 0);
            writer.Write($"/// <summary><c>{Documentation.Text(member.Text)}</c></summary>\n{Identifiers.Escape(member.Name)} = {i},");
        }

        writer.Close();
        string reference = method.Obsolete is null ? $"<see cref=\"{method.Name}\"/>" : $"<c>{method.Name}</c>";
        writer.Write($"\n/// <summary>The value of {reference} that a text names; <c>{EnumMember.Other}</c> for any other text, null for null.</summary>");
        writer.Open($"public static {name.Type}? {name.Parse}(string? text) => text switch");
        writer.Write("null => null,");
        foreach (EnumMember member in parameter.Members)
        {
            writer.Write($"{Literals.Text(member.Text)} => {name.Type}.{Identifiers.Escape(member.Name)},");
        }

        writer.Write($"_ => {name.Type}.{EnumMember.Other},");
        writer.Close("};");
    }

    private static string Declaration(EventParameter parameter, string type)
    {
        string declaration = $"{type} {Identifiers.Escape(parameter.Name)}";
        return parameter.Default is null ? declaration : $"{declaration} = {parameter.Default}";
    }
}
