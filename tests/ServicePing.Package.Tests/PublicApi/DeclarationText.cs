using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace ServicePing.Package.Tests.PublicApi;

/// <summary>Prints the declaration of a type or a member on one line.</summary>
internal static class DeclarationText
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Of(Type type)
    {
        string name = $"{type.Namespace}.{TypeText.NameOf(type)}";
        if (type.IsSubclassOf(typeof(Delegate)))
        {
            MethodInfo invoke = type.GetMethod("Invoke")!;
            return Words(ObsoleteOf(type), AccessOf(type), "delegate", TypeText.Of(invoke.ReturnParameter), name) + ParametersOf(invoke)
                + ConstraintsOf(TypeText.OwnParametersOf(type));
        }

        Type? parent = type.IsClass && type.BaseType != typeof(object) ? type.BaseType : null;
        string[] bases =
        [
            .. parent is null ? Array.Empty<string>() : [TypeText.Of(parent)],
            .. OwnInterfacesOf(type).Select(TypeText.Of).Order(StringComparer.Ordinal),
        ];
        return Words(ObsoleteOf(type), AccessOf(type), KindOf(type), name) + (bases is [] ? "" : " : " + string.Join(", ", bases))
            + ConstraintsOf(TypeText.OwnParametersOf(type));
    }

    public static string Of(MemberInfo member) => Words(ObsoleteOf(member), member switch
    {
        ConstructorInfo constructor => $"{AccessOf(constructor)} {constructor.DeclaringType!.Name.Split('`')[0]}{ParametersOf(constructor)}",
        MethodInfo method => Method(method),
        PropertyInfo property => Property(property),
        EventInfo @event => Words(AccessOf(@event.AddMethod!), ModifiersOf(@event.AddMethod!), "event", TypeText.Of(@event), @event.Name),
        FieldInfo field => Field(field),
        _ => throw new ArgumentException($"{member} is no member that is listed.", nameof(member)),
    });

    private static string Method(MethodInfo method)
    {
        string reference = method.ReturnType.IsByRef ? "ref" : "";
        string type = TypeText.Of(method.ReturnParameter);
        string name = method.Name switch
        {
            "op_Implicit" => $"implicit operator {type}",
            "op_Explicit" => $"explicit operator {type}",
            "op_Equality" => $"{type} operator ==",
            "op_Inequality" => $"{type} operator !=",
            ['o', 'p', '_', .. string operation] => $"{type} operator {operation}",
            _ => $"{type} {method.Name}",
        };
        Type[] generic = method.GetGenericArguments();
        return Words(AccessOf(method), ModifiersOf(method), reference, name)
            + (generic is [] ? "" : $"<{string.Join(", ", generic.Select(parameter => parameter.Name))}>")
            + ParametersOf(method) + (method.GetBaseDefinition() == method ? ConstraintsOf(generic) : "");
    }

    private static string Property(PropertyInfo property)
    {
        MethodInfo widest = property.GetAccessors(nonPublic: true).OrderByDescending(accessor => accessor.IsPublic).First(ApiListing.IsVisible);
        string access = AccessOf(widest);
        string Accessor(MethodInfo? accessor, string word) =>
            !ApiListing.IsVisible(accessor) ? "" : AccessOf(accessor!) == access ? $"{word}; " : $"{AccessOf(accessor!)} {word}; ";
        bool isInit = property.SetMethod?.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit)) is true;
        ParameterInfo[] index = property.GetIndexParameters();
        return Words(
            access,
            property.IsDefined(typeof(RequiredMemberAttribute)) ? "required" : "",
            ModifiersOf(widest),
            TypeText.Of(property),
            index is [] ? property.Name : $"this[{string.Join(", ", index.Select(Parameter))}]",
            $"{{ {Accessor(property.GetMethod, "get")}{Accessor(property.SetMethod, isInit ? "init" : "set")}}}");
    }

    private static string Field(FieldInfo field) => Words(
        field.IsPublic ? "public" : "protected",
        field.IsLiteral ? "const" : field.IsStatic ? "static" : "",
        field is { IsInitOnly: true } ? "readonly" : "",
        TypeText.Of(field),
        field.Name,
        field.IsLiteral ? $"= {Value(field.GetRawConstantValue(), field.FieldType)}" : "");

    private static string ParametersOf(MethodBase method)
    {
        string receiver = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : "";
        return $"({receiver}{string.Join(", ", method.GetParameters().Select(Parameter))})";
    }

    private static string Parameter(ParameterInfo parameter) => Words(
        parameter.IsDefined(typeof(ParamArrayAttribute)) || parameter.IsDefined(typeof(ParamCollectionAttribute)) ? "params" : "",
        !parameter.ParameterType.IsByRef ? "" : parameter.IsOut ? "out" : parameter.IsIn ? "in" : "ref",
        TypeText.Of(parameter),
        parameter.Name!,
        parameter.HasDefaultValue ? $"= {Value(parameter.RawDefaultValue, parameter.ParameterType)}" : "");

    private static string Value(object? value, Type type) => value switch
    {
        null => type.IsValueType && Nullable.GetUnderlyingType(type) is null ? "default" : "null",
        string text => $"\"{text}\"",
        bool flag => flag ? "true" : "false",
        _ when type.IsEnum => $"{type.Name}.{Enum.ToObject(type, value)}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string KindOf(Type type)
    {
        string modifier = type switch
        {
            { IsInterface: true } or { IsEnum: true } => "",
            { IsValueType: true } => type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly" : "",
            { IsAbstract: true, IsSealed: true } => "static",
            { IsAbstract: true } => "abstract",
            { IsSealed: true } => "sealed",
            _ => "",
        };
        string kind = type switch
        {
            { IsInterface: true } => "interface",
            { IsEnum: true } => "enum",
            { IsValueType: true } => type.IsByRefLike ? "ref struct" : IsRecord(type) ? "record struct" : "struct",
            _ => IsRecord(type) ? "record" : "class",
        };
        return Words(modifier, kind);
    }

    private static bool IsRecord(Type type) => type.GetMethod("<Clone>$", Declared) is not null
        || type.GetMethod("PrintMembers", Declared)?.IsDefined(typeof(CompilerGeneratedAttribute)) is true;

    /// <summary>Those that neither a base type nor another interface brings, nor that every record has.</summary>
    private static IEnumerable<Type> OwnInterfacesOf(Type type)
    {
        Type[] all = type.IsEnum ? [] : type.GetInterfaces();
        return all
            .Where(candidate => candidate.IsVisible && type.BaseType?.GetInterfaces().Contains(candidate) is not true)
            .Where(candidate => !all.Any(other => other.GetInterfaces().Contains(candidate)))
            .Where(candidate => !IsRecord(type) || candidate != typeof(IEquatable<>).MakeGenericType(type));
    }

    private static string ConstraintsOf(IEnumerable<Type> parameters) => string.Concat(parameters.Select(parameter =>
    {
        GenericParameterAttributes attributes = parameter.GenericParameterAttributes;
        bool isStruct = attributes.HasFlag(GenericParameterAttributes.NotNullableValueTypeConstraint);
        string[] constraints =
        [
            .. attributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? ["class"] : Array.Empty<string>(),
            .. isStruct ? ["struct"] : Array.Empty<string>(),
            .. parameter.GetGenericParameterConstraints().Where(type => type != typeof(ValueType)).Select(TypeText.Of),
            .. attributes.HasFlag(GenericParameterAttributes.DefaultConstructorConstraint) && !isStruct ? ["new()"] : Array.Empty<string>(),
        ];
        constraints = constraints is [] && TypeText.IsNotNull(parameter) ? ["notnull"] : constraints;
        return constraints is [] ? "" : $" where {parameter.Name} : {string.Join(", ", constraints)}";
    }));

    private static string ModifiersOf(MethodInfo method) => method switch
    {
        { IsStatic: true } => method.IsAbstract ? "static abstract" : method.IsVirtual ? "static virtual" : "static",
        { DeclaringType.IsInterface: true } => method.IsAbstract ? "" : "virtual",
        _ when method.GetBaseDefinition() != method => method.IsFinal ? "sealed override" : method.IsAbstract ? "abstract override" : "override",
        { IsAbstract: true } => "abstract",
        { IsVirtual: true, IsFinal: false } => "virtual",
        _ => "",
    };

    private static string AccessOf(MethodBase method) =>
        method.IsPublic ? "public" : method.IsFamilyOrAssembly ? "protected internal" : "protected";

    private static string AccessOf(Type type) => type.IsNestedFamily || type.IsNestedFamORAssem ? "protected" : "public";

    /// <summary>Without the one that compilers that know nothing of required members shall see.</summary>
    private static string ObsoleteOf(MemberInfo member) =>
        member.IsDefined(typeof(ObsoleteAttribute)) && !member.IsDefined(typeof(CompilerFeatureRequiredAttribute)) ? "[Obsolete]" : "";

    private static string Words(params IEnumerable<string> words) => string.Join(' ', words.Where(word => word.Length > 0));
}
