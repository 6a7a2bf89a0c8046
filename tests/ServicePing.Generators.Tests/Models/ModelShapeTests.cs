using System.Reflection;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Generators.Inputs;
using ServicePing.Generators.Models;
using ServicePing.Generators.Tests.Support;

namespace ServicePing.Generators.Tests.Models;

public class ModelShapeTests
{
    public static TheoryData<Type> Models => [.. All()];

    [Theory]
    [MemberData(nameof(Models))]
    public void A_model_is_compared_by_value_and_holds_nothing_of_the_compiler(Type type)
    {
        Assert.DoesNotContain("CodeAnalysis", type.FullName, StringComparison.Ordinal);
        Assert.True(IsEquatable(type), $"{type} does not implement IEquatable of itself.");
        Assert.All(FieldsOf(type), field => Assert.True(field.IsInitOnly, $"{type}.{field.Name} can change."));
    }

    [Fact]
    public void The_walk_reaches_what_definitions_are_made_of()
    {
        Assert.Contains(typeof(DefinitionFile), All());
        Assert.Contains(typeof(EquatableArray<MemberModel>), All());
        Assert.False(IsEquatable(typeof(string[])));
    }

    [Fact]
    public void What_a_stage_hands_on_holds_nothing_of_the_compiler() => ForgeProject.Create().Generate().HoldsNothingOfTheCompiler();

    [Fact]
    public void The_walk_finds_a_tree_however_deep_it_is()
    {
        Microsoft.CodeAnalysis.SyntaxTree tree = Microsoft.CodeAnalysis.CSharp.CSharpSyntaxTree.ParseText("class A;");

        Assert.NotNull(new ObjectGraph().FirstOfCompiler(new EquatableArray<object>[] { [("a", new List<object> { tree })] }));
        Assert.Null(new ObjectGraph().FirstOfCompiler(new EquatableArray<object>[] { [("a", new List<object> { "tree" })] }));
    }

    private static HashSet<Type> All() => Reachable(typeof(SetModel).Assembly.GetTypes()
        .Where(type => type.Namespace == typeof(SetModel).Namespace && !type.IsNested && !type.IsGenericTypeDefinition)
        .Append(typeof(GeneratorOptions)));

    private static HashSet<Type> Reachable(IEnumerable<Type> roots)
    {
        HashSet<Type> reached = [];
        Queue<Type> waiting = new(roots.Where(type => !(type.IsAbstract && type.IsSealed)));
        while (waiting.TryDequeue(out Type? type))
        {
            if (IsSimple(type) || !reached.Add(type))
            {
                continue;
            }

            IEnumerable<Type> below = type.IsGenericType && type.GetGenericTypeDefinition() == typeof(EquatableArray<>)
                ? type.GetGenericArguments()
                : FieldsOf(type).Select(field => Nullable.GetUnderlyingType(field.FieldType) ?? field.FieldType);
            foreach (Type next in below)
            {
                waiting.Enqueue(next);
            }
        }

        return reached;
    }

    private static bool IsSimple(Type type) => type.IsPrimitive || type.IsEnum || type == typeof(string);

    private static bool IsEquatable(Type type) => typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type);

    private static FieldInfo[] FieldsOf(Type type) =>
        type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
}
