using Microsoft.CodeAnalysis.Text;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints the typed members: <c>ForgeMetrics.Counts.IssuesOpen</c>.</summary>
internal static class MemberEmitter
{
    public static SourceText Emit(MemberFile file)
    {
        SourceWriter writer = new();
        writer.Namespace(file.Set.Namespace);
        if (file.Group is null)
        {
            writer.Write($"""
                /// <summary>The metrics of {file.Set.Name}, by key path.</summary>
                {SourceWriter.GeneratedCode}
                """);
        }

        writer.Open($"public static partial class {file.Set.Metrics}");
        string set = file.Set.Global(file.Set.Set);
        for (int i = 0; i < file.Members.Count; i++)
        {
            EmitMember(writer, file.Members[i], set, isFirst: i == 0);
        }

        if (file.Group is not null)
        {
            EmitGroup(writer, file.Group, set, isFirst: true);
        }

        writer.Close();
        return writer.ToSourceText();
    }

    private static void EmitGroup(SourceWriter writer, MemberGroup group, string set, bool isFirst)
    {
        writer.Separate(isFirst);
        writer.Write($"/// <summary>Metrics below <c>{Documentation.Text(group.Path)}</c>.</summary>");
        writer.Open($"public static partial class {group.Name}");
        for (int i = 0; i < group.Members.Count; i++)
        {
            EmitMember(writer, group.Members[i], set, isFirst: i == 0);
        }

        for (int i = 0; i < group.Groups.Count; i++)
        {
            EmitGroup(writer, group.Groups[i], set, isFirst: i == 0 && group.Members.IsEmpty);
        }

        writer.Close();
    }

    private static void EmitMember(SourceWriter writer, MemberModel member, string set, bool isFirst)
    {
        writer.Separate(isFirst);
        writer.Write($"""
            /// <summary>{member.Summary}</summary>
            /// <remarks>{member.Remarks}</remarks>
            """);
        if (member.Obsolete is not null)
        {
            writer.Write($"[global::System.Obsolete({Literals.Text(member.Obsolete)})]");
        }

        string type = $"global::ServicePing.Metric<{member.Type}>";
        writer.Write($"public static {type} {member.Name} => new({set}.Instance, {member.Slot});");
    }
}
