using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Reading;

/// <summary>The name of a known event makes keys that one Redis server holds together.</summary>
internal static class KnownEventKeyRules
{
    /// <summary>The slot stands once in the name, where it becomes the hash tag, and everything may stand in a key.</summary>
    public static void Check(KnownEventDefinition known, MapReader reader)
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

    private static bool IsWord(char character) =>
        character is '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
}
