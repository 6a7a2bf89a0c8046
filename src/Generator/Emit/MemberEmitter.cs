using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the typed members: <c>ForgeMetrics.Counts.IssuesOpen</c>.</summary>
internal static class MemberEmitter
{
    public static SourceText Emit(DocumentedMembers members)
    {
        MemberFile file = members.File;
        SourceWriter writer = new();
        writer.Namespace(file.Set.Namespace);
        if (file.Number == 0)
        {
            writer.Write($"""
                /// <summary>The metrics of {file.Set.Name}, by key path.</summary>
                {SourceWriter.GeneratedCode}
                """);
        }

        writer.Open($"public static partial class {file.Set.Metrics}");
        if (file.Number == 0)
        {
            string set = file.Set.Global(file.Set.Set);
            writer.Write($"private static {set} _set => {set}.Instance;");
        }

        EmitGroups(writer, members, isFirst: file.Number > 0);
        writer.Close();
        return writer.ToSourceText();
    }

    /// <summary>A group stands in the class of the one before as far as their classes are the same.</summary>
    private static void EmitGroups(SourceWriter writer, DocumentedMembers members, bool isFirst)
    {
        EquatableArray<string> open = [];
        int first = 0;
        foreach (MemberGroup group in members.File.Groups)
        {
            int shared = SharedCount(open, group.Classes);
            Close(writer, open.Count - shared);
            for (int i = shared; i < group.Classes.Count; i++)
            {
                writer.Separate(isFirst);
                if (i == group.Classes.Count - 1 && group.Path is { } path)
                {
                    writer.Write($"/// <summary>Metrics below <c>{Documentation.Text(path)}</c>.</summary>");
                }

                writer.Open($"public static partial class {group.Classes[i]}");
                isFirst = true;
            }

            EmitMembers(writer, group, members.Documentation, first, isFirst);
            first += group.Members.Count;
            isFirst &= group.Members.IsEmpty;
            open = group.Classes;
        }

        Close(writer, open.Count);
    }

    private static int SharedCount(EquatableArray<string> open, EquatableArray<string> classes)
    {
        int shared = 0;
        while (shared < open.Count && shared < classes.Count && open[shared] == classes[shared])
        {
            shared++;
        }

        return shared;
    }

    private static void Close(SourceWriter writer, int classes)
    {
        for (int i = 0; i < classes; i++)
        {
            writer.Close();
        }
    }

    private static void EmitMembers(
        SourceWriter writer, MemberGroup group, EquatableArray<MemberDocumentation> documentation, int first, bool isFirst)
    {
        for (int i = 0; i < group.Members.Count; i++)
        {
            writer.Separate(isFirst && i == 0);
            MemberModel member = group.Members[i];
            (string summary, string remarks, string? obsolete) = documentation[first + i];
            writer.Write($"""
                /// <summary>{summary}</summary>
                /// <remarks>{member.TimeFrame} · {remarks}</remarks>
                """);
            if (obsolete is not null)
            {
                writer.Write($"[global::System.Obsolete({Literals.Text(obsolete)})]");
            }

            writer.Write($"public static global::ServicePing.Metric<{TypeOf(member.Type)}> {member.Name} => new(_set, {member.Slot});");
        }
    }

    private static string TypeOf(ValueShape shape) => shape switch
    {
        ValueShape.Integer => "long",
        ValueShape.Double => "double",
        ValueShape.Decimal => "decimal",
        ValueShape.Text => "string",
        ValueShape.Boolean => "bool",
        _ => "global::System.Text.Json.JsonElement",
    };
}
