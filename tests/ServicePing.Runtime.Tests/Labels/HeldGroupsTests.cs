using ServicePing.Runtime.Labels;

namespace ServicePing.Tests;

/// <summary>Groups beyond the limits are united, and nothing is lost.</summary>
public sealed class HeldGroupsTests
{
    [Fact]
    public void The_largest_groups_stay_and_the_others_are_united()
    {
        HeldGroups<long> held = Hold(most: 2, ("a", 5), ("b", 7), ("c", 1), ("d", 5), ("other", 3));

        Assert.Equal([(new("a"), 5), (new("b"), 7), (new("other"), 9)], Sorted(held));
        Assert.Equal(2, held.Beyond);
    }

    [Fact]
    public void Groups_that_become_the_same_text_are_one()
    {
        HeldGroups<long> held = Hold(most: 9, ("a\0", 1), ("a\n", 2), (" a\u0001 ", 4), (new string('x', 300), 8), (new string('y', 300), 16));

        Assert.Equal([(new("a"), 2), (new("a\ufffd"), 5), (new("other"), 24)], Sorted(held));
        Assert.Equal(0, held.Beyond);
    }

    [Fact]
    public void Keys_that_only_a_separator_would_tell_apart_are_different_groups()
    {
        GroupPath[] paths = [new("a\0b", "c"), new("a", "b\0c"), new("a\0b\0c"), new("a", "b", "c")];

        Assert.Equal(paths.Length, paths.Distinct().Count());
        Assert.Equal(new GroupPath("a", "b"), new GroupPath("a", "b"));
        Assert.Equal(new GroupPath("a", "b").GetHashCode(), new GroupPath("a", "b").GetHashCode());
        Assert.Equal(GroupPath.All, default);
    }

    [Fact]
    public void The_depth_of_the_object_is_that_of_the_paths_whatever_the_keys_hold()
    {
        MetricValue value = GroupTree.ToJson(
        [
            new(new("a", "x\0y\0z"), MetricValue.From(1)), new(new("a", "x.y"), MetricValue.From(2)), new(new("", "\"}{"), MetricValue.From(3)),
        ]);

        Assert.Equal("""{"":{"\u0022}{":3},"a":{"x\u0000y\u0000z":1,"x.y":2}}""", value.ToJson().GetRawText());
    }

    private static HeldGroups<long> Hold(int most, params (string Key, long Value)[] groups) => HeldGroups<long>.Of(
        groups.Select(group => KeyValuePair.Create(new GroupPath(group.Key), group.Value)),
        new LabelLimits(most, Longest: 255),
        (first, second) => first + second,
        value => value);

    private static IEnumerable<(GroupPath, long)> Sorted(HeldGroups<long> held) =>
        held.Groups.OrderBy(group => group.Key).Select(group => (group.Key, group.Value));
}
