using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServicePing.Package.Tests.PublicApi;

/// <summary>
/// Lists what an assembly offers to others, nearly as C# declares it: a line a type, and below it a line a member that is public or
/// protected. What the compiler makes for every record is left out, since the word says it.
/// </summary>
internal static class ApiListing
{
    public static string Of(Assembly assembly) => Of(assembly.GetExportedTypes());

    public static string Of(IEnumerable<Type> types) => string.Concat(types
        .OrderBy(type => $"{type.Namespace}.{TypeText.NameOf(type)}", StringComparer.Ordinal)
        .Select(type => string.Concat(LinesOf(type).Select((line, index) => (index == 0 ? line : "    " + line) + "\n")) + "\n"))
        .TrimEnd('\n') + "\n";

    /// <summary>The lines that one listing has and the other has not, each with the type it belongs to.</summary>
    public static IReadOnlyList<string> Compare(string before, string after)
    {
        List<string> old = Members(before);
        List<string> now = Members(after);
        return [.. old.Except(now).Select(line => "- " + line), .. now.Except(old).Select(line => "+ " + line)];
    }

    private static List<string> Members(string listing)
    {
        List<string> members = [];
        string type = "";
        foreach (string line in listing.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            bool isMember = line.StartsWith(' ');
            type = isMember ? type : line;
            members.Add(isMember ? $"{NameIn(type)}: {line.Trim()}" : line);
        }

        return members;
    }

    /// <summary>The full name in a type's line, which is the first word with a namespace.</summary>
    private static string NameIn(string type) => type.Split(" : ")[0].Split(' ').First(word => word.Contains('.', StringComparison.Ordinal));

    private static IEnumerable<string> LinesOf(Type type)
    {
        yield return DeclarationText.Of(type);
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            yield break;
        }

        IEnumerable<string> members = type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .OrderBy(field => Convert.ToInt64(field.GetRawConstantValue(), null))
                .Select(field => $"{field.Name} = {field.GetRawConstantValue()}")
            : type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
                .Where(IsOffered)
                .Select(DeclarationText.Of)
                .Order(StringComparer.Ordinal);
        foreach (string member in members)
        {
            yield return member;
        }
    }

    private static bool IsOffered(MemberInfo member) => !member.IsDefined(typeof(CompilerGeneratedAttribute)) && member switch
    {
        ConstructorInfo { IsStatic: true } => false,
        MethodInfo method => IsVisible(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal)),
        ConstructorInfo constructor => IsVisible(constructor),
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(IsVisible) && property.Name != "EqualityContract",
        EventInfo @event => IsVisible(@event.AddMethod!),
        FieldInfo field => field.IsPublic || field.IsFamily || field.IsFamilyOrAssembly,
        _ => false,
    };

    public static bool IsVisible(MethodBase? method) => method is { IsPublic: true } or { IsFamily: true } or { IsFamilyOrAssembly: true };
}
