using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns key paths into nested classes and members.</summary>
internal static class MemberProjection
{
    /// <summary>The sources of all members; one at least, since the outermost class is always there.</summary>
    public static EquatableArray<MemberFile> Files(EquatableArray<PlannedMetric> metrics, MetricSetName set)
    {
        FileList files = new(set);
        foreach (MemberClass one in MemberTree.Of([.. metrics.Select(static planned => planned.Metric.KeyPath)], set.Metrics))
        {
            files.Open(one.Classes, one.Path);
            foreach (NamedMember member in one.Members)
            {
                PlannedMetric planned = metrics[member.Slot];
                files.Add(new MemberModel(
                    member.Name, planned.Shape, member.Slot, Words.Of(Words.TimeFrames, planned.Metric.TimeFrame)));
            }
        }

        return files.Build();
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
