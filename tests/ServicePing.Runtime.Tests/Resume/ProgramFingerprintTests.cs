using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using ServicePing.Runtime.Databases.Connections;
using ServicePing.Runtime.Plans;
using ServicePing.Runtime.Programs;
using ServicePing.Runtime.Resume;

namespace ServicePing.Tests;

/// <summary>Whatever may change a value changes the fingerprint, so that another program leaves a collection alone.</summary>
public sealed class ProgramFingerprintTests
{
    public static TheoryData<string> FragmentProperties => [.. Names(typeof(QueryFragment))];

    public static TheoryData<string> RelationProperties =>
        [.. Names(typeof(RelationPlan)).Except([nameof(RelationPlan.Fragments)])];

    [Fact]
    public async Task The_same_program_has_the_same_fingerprint() =>
        Assert.Equal(await OfAsync(Relation()), await OfAsync(Relation()));

    [Theory]
    [MemberData(nameof(FragmentProperties))]
    public async Task Each_property_of_a_fragment_counts(string property)
    {
        QueryFragment changed = new(0, Operation.Count);
        Change(changed, property);

        Assert.NotEqual(await OfAsync(Relation()), await OfAsync(Relation() with { Fragments = [changed] }));
    }

    [Theory]
    [MemberData(nameof(RelationProperties))]
    public async Task Each_property_of_a_relation_counts(string property)
    {
        RelationPlan changed = Relation();
        Change(changed, property);

        Assert.NotEqual(await OfAsync(Relation()), await OfAsync(changed));
    }

    [Theory]
    [InlineData("Host=b;Database=forge;Username=ping")]
    [InlineData("Host=a,b;Database=forge;Username=ping")]
    [InlineData("Host=a;Port=5433;Database=forge;Username=ping")]
    [InlineData("Host=a;Database=other;Username=ping")]
    [InlineData("Host=a;Database=forge;Username=other")]
    public async Task Where_the_database_is_counts(string connection) =>
        Assert.NotEqual(await OfAsync(Relation()), await OfAsync(Relation(), connection));

    [Fact]
    public async Task A_new_password_does_not_count() =>
        Assert.Equal(await OfAsync(Relation()), await OfAsync(Relation(), "Host=a;Database=forge;Username=ping;Password=new"));

    [Fact]
    public async Task The_installation_and_the_version_of_the_product_count()
    {
        Assert.NotEqual(await OfAsync(Relation()), await OfAsync(Relation(), configure: options => options.Uuid = "other"));
        Assert.NotEqual(await OfAsync(Relation()), await OfAsync(Relation(), configure: options => options.Version = "2"));
    }

    [Fact]
    public async Task What_is_permitted_counts_also_where_the_relations_stay_the_same() => Assert.NotEqual(
        await OfAsync(Relation()),
        await OfAsync(Relation(), permissions: PingPermissions.Everything with { LeftOutKeyPaths = ["b"] }));

    private static RelationPlan Relation() => new("main", "s", "t", ["JOIN u ON true"], [new QueryFragment(0, Operation.Count)]);

    private static async Task<string> OfAsync(
        RelationPlan relation,
        string connection = "Host=a;Database=forge;Username=ping",
        Action<ServicePingOptions>? configure = null,
        PingPermissions? permissions = null)
    {
        TestSet set = new();
        set.Add("a");
        set.Add("b");
        set.RelationPlans.Add(relation);
        await using Ping ping = Ping.Of(
            builder => builder.UsePostgres(connection).Configure(options =>
            {
                options.Version = "1";
                configure?.Invoke(options);
            }),
            set);
        PingProgram program = ping.Services.GetRequiredService<PingProgram>();
        return ProgramFingerprint.Of(
            program,
            PingScope.Of(program, ping.Services.GetRequiredService<ServicePingCatalogue>(), permissions ?? PingPermissions.Everything),
            ping.Services.GetServices<PostgresDatabase>(),
            ping.Services.GetRequiredService<IOptions<ServicePingOptions>>().Value);
    }

    private static IEnumerable<string> Names(Type plan) => plan.GetProperties().Select(property => property.Name);

    private static void Change(object plan, string name)
    {
        PropertyInfo property = plan.GetType().GetProperty(name)!;
        object? before = property.GetValue(plan);
        property.SetValue(plan, property.PropertyType switch
        {
            Type type when type == typeof(string) => "changed",
            Type type when type == typeof(IReadOnlyList<string>) => (string[])["changed"],
            Type type when type == typeof(TimeFrame) => TimeFrame.SevenDays,
            Type type when type == typeof(Operation) => Operation.Sum,
            Type type when type == typeof(int) => 1,
            _ => 1L,
        });
        Assert.NotEqual(before, property.GetValue(plan));
    }
}
