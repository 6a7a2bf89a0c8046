using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace ServicePing.Generators.Tests.Support;

/// <summary>Walks what an object holds, each object once.</summary>
internal sealed class ObjectGraph
{
    private static readonly ConcurrentDictionary<Type, FieldInfo[]> Fields = new();

    private readonly HashSet<object> _seen = new(ReferenceEqualityComparer.Instance);

    /// <summary>The type of the first object from the compiler's assemblies; null where there is none.</summary>
    public Type? FirstOfCompiler(object? root)
    {
        Stack<object?> open = new([root]);
        while (open.TryPop(out object? next))
        {
            if (next is null or string or Type || next.GetType() is { IsPrimitive: true } or { IsEnum: true } || !_seen.Add(next))
            {
                continue;
            }

            if (next.GetType().Namespace?.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal) == true)
            {
                return next.GetType();
            }

            foreach (object? below in next is Array array ? (IEnumerable)array : FieldsOf(next.GetType()).Select(field => field.GetValue(next)))
            {
                open.Push(below);
            }
        }

        return null;
    }

    private static FieldInfo[] FieldsOf(Type type) => Fields.GetOrAdd(type, static type =>
    [
        .. Enumerable.Repeat(type, 1).Concat(Bases(type))
            .SelectMany(one => one.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            .Where(field => !field.FieldType.IsPrimitive && !field.FieldType.IsEnum && !field.FieldType.IsPointer),
    ]);

    private static IEnumerable<Type> Bases(Type type)
    {
        for (Type? one = type.BaseType; one is not null; one = one.BaseType)
        {
            yield return one;
        }
    }
}
