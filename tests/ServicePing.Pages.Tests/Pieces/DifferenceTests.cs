using System.Text;

namespace ServicePing.Pages.Tests;

public sealed class DifferenceTests
{
    [Fact]
    public void What_is_new_gone_and_changed_is_told_path_by_path_and_a_number_by_its_growth()
    {
        Difference found = Between(
            """{"same":{"x":1.0},"counts":{"a":5,"b":2,"gone":1},"name":"x"}""",
            """{"same":{"x":1.00},"counts":{"a":7,"b":2,"new":3},"name":"y"}""");

        Assert.Equal(2, found.Same);
        Assert.Equal(
            [
                new Change("counts.a", "5", "7") { Growth = 2 },
                new Change("counts.gone", "1", null),
                new Change("name", "\"x\"", "\"y\""),
                new Change("counts.new", null, "3"),
            ],
            found.Changes);
    }

    [Fact]
    public void Numbers_too_far_apart_for_any_number_are_changed_without_a_growth() =>
        Assert.Null(Assert.Single(
            Between("""{"a":79228162514264337593543950335}""", """{"a":-79228162514264337593543950335}""").Changes).Growth);

    private static Difference Between(string before, string after) =>
        Difference.Between(Encoding.UTF8.GetBytes(before), Encoding.UTF8.GetBytes(after));
}
