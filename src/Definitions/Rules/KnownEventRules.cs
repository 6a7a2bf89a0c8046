using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Known events are defined once, and their names make keys that one Redis server holds together.</summary>
internal static class KnownEventRules
{
    /// <summary>The slot stands once in the name, where it becomes the hash tag, and everything may stand in a key.</summary>
    public static void CheckKey(KnownEventDefinition known, MapReader reader)
    {
        if (!known.Name.All(c => IsWord(c) || (known.Slot is not null && c is '-' or ':')))
        {
            reader.Report(
                RedisKey, KnownEventKeys.Name,
                $"The event name '{Quoting.Shorten(known.Name)}' does not fit into a Redis key: "
                + "use letters, digits and underscores.");
        }

        if (known.Slot is not { } slot)
        {
            return;
        }

        int first = known.Name.IndexOf(slot, StringComparison.Ordinal);
        if (!slot.All(IsWord))
        {
            reader.Report(
                RedisKey, KnownEventKeys.Slot,
                $"The slot '{Quoting.Shorten(slot)}' cannot be the hash tag of a key: use letters, digits and underscores.");
        }
        else if (first < 0)
        {
            reader.Report(
                KnownEventSlot, KnownEventKeys.Slot,
                $"The slot '{Quoting.Shorten(slot)}' is not in the name '{Quoting.Shorten(known.Name)}', so that no key can be "
                + "made: put it into the name, or leave the slot out.");
        }
        else if (known.Name.IndexOf(slot, first + slot.Length, StringComparison.Ordinal) >= 0)
        {
            reader.Report(
                KnownEventSlot, KnownEventKeys.Slot,
                $"The slot '{Quoting.Shorten(slot)}' stands twice in the name '{Quoting.Shorten(known.Name)}', and a key has one "
                + "hash tag: choose a longer slot, or another name.");
        }
    }

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

    private static bool IsWord(char character) =>
        character is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
