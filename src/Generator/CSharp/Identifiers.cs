using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ServicePing.Generators.CSharp;

/// <summary>Spells names as C# wants them.</summary>
internal static class Identifiers
{
    /// <summary>Leaves a segment of a namespace as it is, as far as C# allows: <c>my-app</c> becomes <c>my_app</c>.</summary>
    public static string Keep(string name)
    {
        StringBuilder identifier = new(name.Length);
        foreach (char character in name)
        {
            identifier.Append(char.IsLetterOrDigit(character) ? character : '_');
        }

        if (char.IsDigit(identifier[0]))
        {
            identifier.Insert(0, '_');
        }

        return Escape(identifier.ToString());
    }

    /// <summary>Marks a keyword: <c>namespace</c> becomes <c>@namespace</c>.</summary>
    public static string Escape(string identifier) =>
        SyntaxFacts.GetKeywordKind(identifier) == SyntaxKind.None ? identifier : "@" + identifier;
}
