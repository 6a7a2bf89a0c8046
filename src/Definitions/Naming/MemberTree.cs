using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Naming;

/// <summary>The nested classes and members that key paths become. Whoever prints or looks for one asks here.</summary>
public static class MemberTree
{
    /// <summary>The classes with their members, an outer one before those in it.</summary>
    /// <param name="keyPaths">All key paths of a set, in the order of its slots.</param>
    /// <param name="outermost">The class around them, such as <c>ForgeMetrics</c>.</param>
    public static IReadOnlyList<MemberClass> Of(IReadOnlyList<string> keyPaths, string outermost)
    {
        List<MemberClass> classes = [];
        Name(Tree(keyPaths), outermost, [], keyPaths, classes);
        return classes;
    }

    /// <summary>The segments of the key paths, which stand together in the order of the key paths.</summary>
    private static Segment Tree(IReadOnlyList<string> keyPaths)
    {
        Segment root = new("", "");
        List<Segment> open = [root];
        for (int slot = 0; slot < keyPaths.Count; slot++)
        {
            string keyPath = keyPaths[slot];
            int end = keyPath.LastIndexOf('.');
            while (!Contains(open[open.Count - 1], keyPath, end))
            {
                open.RemoveAt(open.Count - 1);
            }

            for (Segment last = open[open.Count - 1]; last.Path.Length < Math.Max(end, 0); last = open[open.Count - 1])
            {
                int start = last.Path.Length == 0 && last == root ? 0 : last.Path.Length + 1;
                int dot = keyPath.IndexOf('.', start);
                Segment below = new(keyPath.Substring(start, dot - start), keyPath.Substring(0, dot));
                last.Below.Add(below);
                open.Add(below);
            }

            open[open.Count - 1].Slots.Add(slot);
        }

        return root;
    }

    /// <summary>Whether a segment stands above a key path, whose last segment begins after <paramref name="end"/>.</summary>
    private static bool Contains(Segment segment, string keyPath, int end)
    {
        int length = segment.Path.Length;
        return length == 0
            || (length <= end && keyPath[length] == '.' && string.CompareOrdinal(keyPath, 0, segment.Path, 0, length) == 0);
    }

    private static void Name(
        Segment segment, string name, EquatableArray<string> classes, IReadOnlyList<string> keyPaths, List<MemberClass> all)
    {
        NameScope memberNames = new([.. NameScope.ObjectMembers, name]);
        List<NamedMember> members = new(segment.Slots.Count);
        foreach (int slot in segment.Slots)
        {
            string keyPath = keyPaths[slot];
            members.Add(new NamedMember(memberNames.Claim(MemberName.Of(keyPath.Substring(keyPath.LastIndexOf('.') + 1))), slot));
        }

        all.Add(new MemberClass(classes, segment.Path, members));
        if (segment.Below.Count == 0)
        {
            return;
        }

        NameScope groupNames = new([.. NameScope.ObjectMembers, name, .. memberNames.Taken]);
        foreach (Segment below in segment.Below)
        {
            string nested = groupNames.Claim(MemberName.Of(below.Name));
            Name(below, nested, [.. classes, nested], keyPaths, all);
        }
    }

    /// <summary>A segment of key paths, while the tree grows.</summary>
    private sealed class Segment(string name, string path)
    {
        public string Name => name;

        public string Path => path;

        public List<int> Slots { get; } = [];

        public List<Segment> Below { get; } = [];
    }
}

/// <summary>A class that a segment of key paths becomes.</summary>
/// <param name="Classes">Its name, after those of the classes around it; empty for the outermost class.</param>
/// <param name="Path">The key path so far.</param>
/// <param name="Members">The members that it has itself.</param>
public sealed record MemberClass(EquatableArray<string> Classes, string Path, IReadOnlyList<NamedMember> Members);

/// <summary>A member that a key path becomes.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Slot">The position of the key path.</param>
public sealed record NamedMember(string Name, int Slot);
