using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns key paths into nested classes and members.</summary>
internal static class MemberProjection
{
    /// <summary>The sources of all members; one at least, since the outermost class is always there.</summary>
    public static EquatableArray<MemberFile> Files(EquatableArray<PlannedMetric> metrics, MetricSetName set)
    {
        FileList files = new(set);
        Name(Tree(metrics), set.Metrics, [], metrics, files);
        return files.Build();
    }

    /// <summary>The segments of the key paths, which stand together in the order of the key paths.</summary>
    private static Segment Tree(EquatableArray<PlannedMetric> metrics)
    {
        Segment root = new("", "");
        List<Segment> open = [root];
        for (int slot = 0; slot < metrics.Count; slot++)
        {
            string keyPath = metrics[slot].Metric.KeyPath;
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
        Segment segment, string name, EquatableArray<string> classes, EquatableArray<PlannedMetric> metrics, FileList files)
    {
        NameScope memberNames = new([.. NameScope.ObjectMembers, name]);
        files.Open(classes, segment.Path);
        foreach (int slot in segment.Slots)
        {
            PlannedMetric planned = metrics[slot];
            string keyPath = planned.Metric.KeyPath;
            files.Add(new MemberModel(
                memberNames.Claim(MemberName.Of(keyPath.Substring(keyPath.LastIndexOf('.') + 1))),
                planned.Shape,
                slot,
                Words.Of(Words.TimeFrames, planned.Metric.TimeFrame)));
        }

        if (segment.Below.Count == 0)
        {
            return;
        }

        NameScope groupNames = new([.. NameScope.ObjectMembers, name, .. memberNames.Taken, .. MemberEmitter.Aliases]);
        foreach (Segment below in segment.Below)
        {
            string nested = groupNames.Claim(MemberName.Of(below.Name));
            Name(below, nested, [.. classes, nested], metrics, files);
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

    /// <summary>The sources, while they fill.</summary>
    private sealed class FileList(MetricSetName set)
    {
        private readonly List<MemberFile> _files = [];
        private readonly List<MemberGroup> _groups = [];
        private readonly List<MemberModel> _members = [];
        private EquatableArray<string> _classes = [];
        private string? _path;
        private int _count;

        public void Open(EquatableArray<string> classes, string path)
        {
            CloseGroup();
            (_classes, _path) = (classes, path);
        }

        public void Add(MemberModel member)
        {
            if (_count == Parts.Size)
            {
                CloseFile();
            }

            _members.Add(member);
            _count++;
        }

        public EquatableArray<MemberFile> Build()
        {
            CloseFile();
            return _files.ToEquatableArray();
        }

        /// <summary>What follows of the group is in another place, and must not be documented twice.</summary>
        private void CloseGroup()
        {
            if (_path is not null || _members.Count > 0)
            {
                _groups.Add(new MemberGroup(_classes, _path, _members.ToEquatableArray()));
            }

            _members.Clear();
            _path = null;
        }

        private void CloseFile()
        {
            CloseGroup();
            _files.Add(new MemberFile(set, _files.Count, _groups.ToEquatableArray()));
            _groups.Clear();
            _count = 0;
        }
    }
}
