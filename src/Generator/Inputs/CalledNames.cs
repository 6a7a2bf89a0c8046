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

    /// <summary>Which of the methods are among them, in the order of the methods.</summary>
    public EquatableArray<string> Among(EquatableArray<string> methods) => methods.Where(_names.Contains).ToEquatableArray();

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
}
