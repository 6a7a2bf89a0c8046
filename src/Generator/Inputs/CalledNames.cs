using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Naming;

namespace ServicePing.Generators.Inputs;

/// <summary>The names in one C# file that may be calls of event methods.</summary>
/// <remarks>
/// Names are enough: an event that only a namesake calls is taken for triggered, and none that is triggered is missed. A tree is
/// looked at once, however often the compilation around it changes.
/// </remarks>
internal sealed class CalledNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, CalledNames> Known = new();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private Answer? _last;

    private CalledNames(SyntaxNode root)
    {
        foreach (SyntaxNode node in root.DescendantNodes())
        {
            switch (node)
            {
                case MemberAccessExpressionSyntax access:
                    _names.Add(access.Name.Identifier.ValueText);
                    break;
                case MemberBindingExpressionSyntax binding:
                    _names.Add(binding.Name.Identifier.ValueText);
                    break;
                case LiteralExpressionSyntax { Token.Value: string text } when IsEventName(text):
                    _names.Add(MemberName.Of(text));
                    break;
            }
        }
    }

    /// <summary>The names in a file.</summary>
    public static CalledNames In(SyntaxTree tree, CancellationToken cancellationToken) =>
        Known.TryGetValue(tree, out CalledNames? names)
            ? names
            : Known.GetValue(tree, _ => new CalledNames(tree.GetRoot(cancellationToken)));

    /// <summary>Whether a name is among them.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>Which of the methods a program may call, in the order of the methods.</summary>
    public static EquatableArray<string> Among(
        EquatableArray<string> methods, IEnumerable<SyntaxTree> trees, CancellationToken cancellationToken)
    {
        HashSet<string> called = new(StringComparer.Ordinal);
        foreach (SyntaxTree tree in methods.IsEmpty ? [] : trees.Where(static tree => !OwnFiles.Contain(tree)))
        {
            called.UnionWith(In(tree, cancellationToken).Among(methods));
        }

        return methods.Where(called.Contains).ToEquatableArray();
    }

    /// <summary>Asked again for the same methods at each edit of another file.</summary>
    private EquatableArray<string> Among(EquatableArray<string> methods)
    {
        Answer? last = _last;
        if (last is null || last.Methods != methods)
        {
            last = new Answer(methods, methods.Where(_names.Contains).ToEquatableArray());
            _last = last;
        }

        return last.Called;
    }

    /// <summary>Events are tracked by name where the name comes from outside.</summary>
    private static bool IsEventName(string text)
    {
        foreach (char character in text)
        {
            if (character is not ('_' or (>= 'a' and <= 'z') or (>= '0' and <= '9')))
            {
                return false;
            }
        }

        return text.Length is > 0 and <= 200;
    }

    /// <summary>Which of some methods are among the names.</summary>
    private sealed record Answer(EquatableArray<string> Methods, EquatableArray<string> Called);
}
