using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ServicePing.Definitions.Collections;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Inputs;

/// <summary>The names in one file that may be calls of event methods, and the texts that may name events.</summary>
/// <remarks>
/// Names are enough: an event that only a namesake calls is taken for triggered, and none that is triggered is missed. A file is
/// looked at once, however often the compilation around it changes.
/// </remarks>
internal sealed class CalledNames
{
    private static readonly ConditionalWeakTable<SyntaxTree, CalledNames> Trees = new();
    private static readonly ConditionalWeakTable<ViewWords, CalledNames> Views = new();

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
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
                case InvocationExpressionSyntax { Expression: IdentifierNameSyntax name }:
                    _names.Add(name.Identifier.ValueText);
                    break;
                case LiteralExpressionSyntax { Token.Value: string text } when IsEventName(text):
                    _texts.Add(text);
                    break;
            }
        }
    }

    private CalledNames(ViewWords view)
    {
        _names.UnionWith(view.Words);
        _texts = _names;
    }

    /// <summary>The names in a C# file.</summary>
    public static CalledNames In(SyntaxTree tree, CancellationToken cancellationToken) =>
        Trees.TryGetValue(tree, out CalledNames? names)
            ? names
            : Trees.GetValue(tree, _ => new CalledNames(tree.GetRoot(cancellationToken)));

    /// <summary>The names in a view.</summary>
    public static CalledNames In(ViewWords view) => Views.TryGetValue(view, out CalledNames? names)
        ? names
        : Views.GetValue(view, static view => new CalledNames(view));

    /// <summary>Whether a name is among those that may be called.</summary>
    public bool Contains(string name) => _names.Contains(name);

    /// <summary>
    /// Which methods of events are called in files, where events are in the order of their methods; an event may be tracked by its name as
    /// well.
    /// </summary>
    public static EquatableArray<string> Among(EquatableArray<CallableEvent> events, IEnumerable<CalledNames> files)
    {
        if (events.IsEmpty)
        {
            return [];
        }

        HashSet<string> called = new(StringComparer.Ordinal);
        foreach (CalledNames file in files)
        {
            called.UnionWith(file.Among(events));
        }

        // Asked at each keystroke: what is left to allocate are the names that are called.
        List<string> methods = [];
        string? last = null;
        foreach (CallableEvent one in events)
        {
            if (one.Method != last && called.Contains(one.Method))
            {
                methods.Add(one.Method);
            }

            last = one.Method;
        }

        return methods.ToEquatableArray();
    }

    /// <summary>Asked again for the same events at each edit of another file.</summary>
    private EquatableArray<string> Among(EquatableArray<CallableEvent> events)
    {
        Answer? last = _last;
        if (last is null || last.Events != events)
        {
            last = new Answer(events, events
                .Where(one => _names.Contains(one.Method) || _texts.Contains(one.Action))
                .Select(static one => one.Method)
                .ToEquatableArray());
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

    /// <summary>Which of some events are called.</summary>
    private sealed record Answer(EquatableArray<CallableEvent> Events, EquatableArray<string> Called);
}
