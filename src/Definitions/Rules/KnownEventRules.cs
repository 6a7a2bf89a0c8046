using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Known events are defined once, also as C# members.</summary>
internal static class KnownEventRules
{
    public static void Check(Project project)
    {
        Dictionary<string, Declared<KnownEventDefinition>> names = new(StringComparer.Ordinal);
        Dictionary<string, Declared<KnownEventDefinition>> members = new(StringComparer.OrdinalIgnoreCase);
        foreach (Declared<KnownEventDefinition> current in project.KnownEvents)
        {
            string name = current.Definition.Name;
            if (names.TryGetValue(name, out Declared<KnownEventDefinition>? first))
            {
                project.Report(
                    DuplicateEntry, current, first,
                    $"The known event '{Quoting.Shorten(name)}' is already defined in {first.File.RelativePath}: "
                    + "keep one of the two.", KnownEventKeys.Name);
                continue;
            }

            names.Add(name, current);
            string member = MemberName.Of(name);
            if (members.TryGetValue(member, out first))
            {
                project.Report(
                    NameCollision, current, first,
                    $"The known events '{Quoting.Shorten(name)}' and '{Quoting.Shorten(first.Definition.Name)}' are both '{Quoting.Shorten(member)}' in C#, "
                    + "so that one gets a number: choose names that differ in letters or digits.", KnownEventKeys.Name);
            }
            else
            {
                members.Add(member, current);
            }
        }
    }
}
