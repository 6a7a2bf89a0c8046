namespace ServicePing.Generators.Tests.Models;

/// <summary>Tables name the runtime's enumeration members by the names that the definitions' have.</summary>
public class VocabularyTests
{
    [Theory]
    [InlineData(typeof(Definitions.Model.TimeFrame), typeof(TimeFrame))]
    [InlineData(typeof(Definitions.Model.MetricStatus), typeof(MetricStatus))]
    [InlineData(typeof(Definitions.Model.DataSource), typeof(DataSource))]
    [InlineData(typeof(Definitions.Model.DataCategory), typeof(DataCategory))]
    [InlineData(typeof(Definitions.Planning.ValueShape), typeof(Runtime.Plans.ValueShape))]
    [InlineData(typeof(Definitions.Counters.CounterKind), typeof(Runtime.Plans.CounterKind))]
    [InlineData(typeof(Definitions.Planning.CompositeOperation), typeof(Runtime.Plans.CompositeOperation))]
    public void The_runtime_has_the_same_names(Type definitions, Type runtime) =>
        Assert.Equal(Enum.GetNames(definitions), Enum.GetNames(runtime));

    [Fact]
    public void The_runtime_knows_every_operation_of_a_fragment() =>
        Assert.Equal(
            Enum.GetNames<Definitions.Model.Operation>()
                .Except([nameof(Definitions.Model.Operation.Add), nameof(Definitions.Model.Operation.Ratio), nameof(Definitions.Model.Operation.Sites)])
                .Order(StringComparer.Ordinal),
            Enum.GetNames<Runtime.Plans.Operation>().Order(StringComparer.Ordinal));
}
