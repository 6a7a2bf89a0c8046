using System.Reflection;
using System.Reflection.Emit;

namespace ServicePing.Tests;

/// <summary>The namespaces of an assembly as rooms, and which of them uses which: in signatures, attributes and code.</summary>
/// <remarks>The compiler puts the value of a constant where its name stood, so that an arrow which is nothing but constants is not seen.</remarks>
internal sealed class CompiledRooms
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields()
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value, code => code.OperandType);

    private readonly Assembly _assembly;
    private readonly Func<Type, string?> _roomOf;
    private readonly SortedDictionary<string, SortedDictionary<string, string>> _arrows = new(StringComparer.Ordinal);

    /// <summary>Reads an assembly.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="root">The namespace whose namespaces are the rooms; types outside of it are in none.</param>
    public CompiledRooms(Assembly assembly, string root)
        : this(assembly, type => RoomBelow(root, type.Namespace))
    {
    }

    /// <summary>Reads an assembly whose namespaces do not tell all of its rooms.</summary>
    /// <param name="assembly">The assembly.</param>
    /// <param name="roomOf">The room of a type that is not nested; null for one that is in none.</param>
    public CompiledRooms(Assembly assembly, Func<Type, string?> roomOf)
    {
        (_assembly, _roomOf) = (assembly, roomOf);
        foreach (Type type in assembly.GetTypes())
        {
            if (RoomOf(type) is { } room)
            {
                _arrows.TryAdd(room, new(StringComparer.Ordinal));
                foreach (Type used in Used(type))
                {
                    if (RoomOf(used) is { } other && other != room)
                    {
                        _arrows[room].TryAdd(other, $"{Outermost(type).Name} uses {Outermost(used).Name}");
                    }
                }
            }
        }
    }

    /// <summary>The rooms by the names of their folders, such as <c>Schema/Names</c>; <c>.</c> for the root itself.</summary>
    public IEnumerable<string> Names => _arrows.Keys;

    /// <summary>The folders of a project that have code, in the same order.</summary>
    public static IEnumerable<string> FoldersOf(string project)
    {
        string root = Repository.PathOf("src", project);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))
            .Where(static folder => folder.Split('/')[0] is not ("bin" or "obj"))
            .Distinct()
            .Order(StringComparer.Ordinal);
    }

    /// <summary>The rooms that a room uses.</summary>
    public IEnumerable<string> UsedBy(string room) => _arrows[room].Keys;

    /// <summary>Every arrow that has a way back, with an example of each.</summary>
    public IEnumerable<string> Circles() =>
        from room in _arrows
        from arrow in room.Value
        where Reachable(arrow.Key).Contains(room.Key)
        select $"{room.Key} → {arrow.Key}: {arrow.Value}";

    private HashSet<string> Reachable(string room)
    {
        HashSet<string> reached = [];
        Stack<string> next = new([room]);
        while (next.TryPop(out string? current))
        {
            foreach (string used in _arrows.GetValueOrDefault(current)?.Keys ?? Enumerable.Empty<string>())
            {
                if (reached.Add(used))
                {
                    next.Push(used);
                }
            }
        }

        return reached;
    }

    private string? RoomOf(Type type) => type.Assembly == _assembly ? _roomOf(Outermost(type)) : null;

    private static string? RoomBelow(string root, string? space) =>
        space == root ? "."
        : space?.StartsWith(root + ".", StringComparison.Ordinal) == true ? space[(root.Length + 1)..].Replace('.', '/')
        : null;

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;

    private static IEnumerable<Type> Used(Type type)
    {
        IEnumerable<Type?> named =
        [
            type.BaseType,
            .. type.GetInterfaces(),
            .. Attributes(type),
            .. type.GetGenericArguments().SelectMany(Constraints),
            .. type.GetFields(Declared).SelectMany(field => Attributes(field).Append(field.FieldType)),
            .. type.GetProperties(Declared).SelectMany(Attributes),
            .. type.GetMethods(Declared).SelectMany(method => Signature(method).Append(method.ReturnType)),
            .. type.GetConstructors(Declared).SelectMany(Signature),
            .. type.GetMethods(Declared).SelectMany(Code),
            .. type.GetConstructors(Declared).SelectMany(Code),
        ];
        return named.OfType<Type>().SelectMany(Parts);
    }

    private static IEnumerable<Type> Signature(MethodBase method) =>
    [
        .. Attributes(method),
        .. method.GetParameters().SelectMany(parameter => parameter.CustomAttributes.Select(one => one.AttributeType).Append(parameter.ParameterType)),
        .. method.IsGenericMethodDefinition ? method.GetGenericArguments().SelectMany(Constraints) : [],
    ];

    private static IEnumerable<Type> Attributes(MemberInfo member) => member.CustomAttributes.SelectMany(one =>
        one.ConstructorArguments.Select(argument => argument.Value).OfType<Type>().Append(one.AttributeType));

    private static IEnumerable<Type> Constraints(Type parameter) => parameter.IsGenericParameter ? parameter.GetGenericParameterConstraints() : [];

    /// <summary>What a type is made of: generic arguments, elements of arrays.</summary>
    private static IEnumerable<Type> Parts(Type type) =>
        type.HasElementType ? Parts(type.GetElementType()!)
        : type.IsGenericParameter ? []
        : type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type.GetGenericTypeDefinition())
        : [type];

    private static IEnumerable<Type> Code(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body || body.GetILAsByteArray() is not { } code)
        {
            return [];
        }

        List<Type> used = [.. body.LocalVariables.Select(local => local.LocalType)];
        used.AddRange(body.ExceptionHandlingClauses
            .Where(clause => clause.Flags == ExceptionHandlingClauseOptions.Clause && clause.CatchType is not null)
            .Select(clause => clause.CatchType!));
        for (int at = 0; at < code.Length;)
        {
            short value = code[at++];
            if (value == 0xFE)
            {
                value = (short)(0xFE00 | code[at++]);
            }

            OperandType operand = Operands[value];
            if (operand is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
            {
                used.AddRange(Member(method, BitConverter.ToInt32(code, at)));
            }

            at += operand switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }

        return used;
    }

    /// <summary>What an instruction names: a type, or the type of a member with what that is made for.</summary>
    private static IEnumerable<Type> Member(MethodBase method, int token)
    {
        MemberInfo? member = method.Module.ResolveMember(
            token, method.DeclaringType!.GetGenericArguments(), method.IsGenericMethodDefinition ? method.GetGenericArguments() : null);
        return member switch
        {
            Type type => [type],
            MethodInfo { IsGenericMethod: true } generic => [generic.DeclaringType!, .. generic.GetGenericArguments()],
            { DeclaringType: { } declaring } => [declaring],
            _ => [],
        };
    }
}
