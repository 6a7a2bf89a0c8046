using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServicePing.Package.Tests.PublicApi;

/// <summary>
/// Prints a type as C# does, with the nullable annotations and tuple names that its place carries. Both lie in attributes of the
/// place, one byte or name after another, in the order in which the type is read.
/// </summary>
internal sealed class TypeText
{
    private readonly IReadOnlyList<byte> _nullability;
    private readonly IReadOnlyList<string?> _tupleNames;
    private int _nextNullability;
    private int _nextTupleName;

    private TypeText(IReadOnlyList<byte> nullability, IReadOnlyList<string?> tupleNames)
    {
        _nullability = nullability;
        _tupleNames = tupleNames;
    }

    public static string Of(ParameterInfo parameter) => Of(parameter.ParameterType, parameter.CustomAttributes, parameter.Member);

    public static string Of(PropertyInfo property) => Of(property.PropertyType, property.CustomAttributes, property.DeclaringType!);

    public static string Of(FieldInfo field) => Of(field.FieldType, field.CustomAttributes, field.DeclaringType!);

    public static string Of(EventInfo @event) => Of(@event.EventHandlerType!, @event.CustomAttributes, @event.DeclaringType!);

    /// <summary>A type that no place annotates.</summary>
    public static string Of(Type type) => new TypeText([0], []).Print(type);

    /// <summary>A declared type's name with its type parameters and the types around it, without the namespace.</summary>
    public static string NameOf(Type type)
    {
        string name = type.Name.Split('`')[0];
        string[] parameters = [.. OwnParametersOf(type).Select(parameter => VarianceOf(parameter) + parameter.Name)];
        return (type.DeclaringType is { } declaring ? NameOf(declaring) + "." : "")
            + name + (parameters is [] ? "" : $"<{string.Join(", ", parameters)}>");
    }

    /// <summary>The type parameters that are not those of the types around it.</summary>
    public static IEnumerable<Type> OwnParametersOf(Type type) =>
        type.GetGenericArguments().Skip(type.DeclaringType?.GetGenericArguments().Length ?? 0);

    /// <summary>Whether a type parameter takes no nullable type.</summary>
    public static bool IsNotNull(Type parameter) => NullabilityOf(parameter.CustomAttributes, Around(parameter)) is [1];

    private static string Of(Type type, IEnumerable<CustomAttributeData> attributes, MemberInfo around) =>
        new TypeText(NullabilityOf(attributes, around), TupleNamesOf(attributes)).Print(type);

    private string Print(Type type)
    {
        if (type.IsByRef)
        {
            return Print(type.GetElementType()!);
        }

        string nullable = TakesByte(type) && NextNullability() == 2 ? "?" : "";
        return type switch
        {
            { IsGenericParameter: true } => type.Name + nullable,
            { IsArray: true } => $"{Print(type.GetElementType()!)}[{new string(',', type.GetArrayRank() - 1)}]{nullable}",
            _ when Nullable.GetUnderlyingType(type) is { } underlying => Print(underlying) + "?",
            { IsGenericType: true } when type.IsAssignableTo(typeof(ITuple)) && type.IsValueType => Tuple(type),
            { IsGenericType: true } => Generic(type) + nullable,
            _ => (Keywords.GetValueOrDefault(type) ?? NameOf(type)) + nullable,
        };
    }

    private string Tuple(Type type)
    {
        Type[] elements = type.GetGenericArguments();
        // The names of a tuple come before those of the tuples in it.
        string?[] names = [.. elements.Select(_ => _nextTupleName < _tupleNames.Count ? _tupleNames[_nextTupleName++] : null)];
        return $"({string.Join(", ", elements.Zip(names, (element, name) => Print(element) + (name is null ? "" : " " + name)))})";
    }

    private string Generic(Type type)
    {
        string[] parts = NameOf(type.GetGenericTypeDefinition()).Split('.');
        IEnumerator<Type> arguments = type.GetGenericArguments().AsEnumerable().GetEnumerator();
        for (int i = 0; i < parts.Length; i++)
        {
            int open = parts[i].IndexOf('<', StringComparison.Ordinal);
            if (open >= 0)
            {
                IEnumerable<string> printed = parts[i].Split(',').Select(_ => arguments.MoveNext() ? Print(arguments.Current) : "");
                parts[i] = $"{parts[i][..open]}<{string.Join(", ", printed)}>";
            }
        }

        return string.Join('.', parts);
    }

    private static bool TakesByte(Type type) => !type.IsValueType || type.IsGenericType;

    private byte NextNullability() => _nullability is [byte all] ? all : _nullability[_nextNullability++];

    private static IReadOnlyList<byte> NullabilityOf(IEnumerable<CustomAttributeData> attributes, MemberInfo? around)
    {
        if (Find(attributes, "NullableAttribute") is { } own)
        {
            return own.Value is byte all
                ? [all]
                : [.. ((IEnumerable<CustomAttributeTypedArgument>)own.Value!).Select(argument => (byte)argument.Value!)];
        }

        for (MemberInfo? member = around; member is not null; member = Around(member))
        {
            if (Find(member.CustomAttributes, "NullableContextAttribute") is { } context)
            {
                return [(byte)context.Value!];
            }
        }

        return [0];
    }

    private static MemberInfo? Around(MemberInfo member) =>
        member is Type { IsGenericParameter: true, DeclaringMethod: { } method } ? method : member.DeclaringType;

    private static IReadOnlyList<string?> TupleNamesOf(IEnumerable<CustomAttributeData> attributes) =>
        Find(attributes, nameof(TupleElementNamesAttribute)) is { } names
            ? [.. ((IEnumerable<CustomAttributeTypedArgument>)names.Value!).Select(name => (string?)name.Value)]
            : [];

    private static CustomAttributeTypedArgument? Find(IEnumerable<CustomAttributeData> attributes, string name) =>
        attributes.FirstOrDefault(attribute => attribute.AttributeType.Name == name)?.ConstructorArguments[0];

    private static string VarianceOf(Type parameter) => (parameter.GenericParameterAttributes & GenericParameterAttributes.VarianceMask) switch
    {
        GenericParameterAttributes.Covariant => "out ",
        GenericParameterAttributes.Contravariant => "in ",
        _ => "",
    };

    private static readonly Dictionary<Type, string> Keywords = new[]
    {
        (typeof(bool), "bool"), (typeof(byte), "byte"), (typeof(char), "char"), (typeof(decimal), "decimal"), (typeof(double), "double"),
        (typeof(float), "float"), (typeof(int), "int"), (typeof(long), "long"), (typeof(nint), "nint"), (typeof(nuint), "nuint"),
        (typeof(object), "object"), (typeof(sbyte), "sbyte"), (typeof(short), "short"), (typeof(string), "string"), (typeof(uint), "uint"),
        (typeof(ulong), "ulong"), (typeof(ushort), "ushort"), (typeof(void), "void"),
    }.ToDictionary(keyword => keyword.Item1, keyword => keyword.Item2);
}
