using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace ServicePing.Generators.Emit;

/// <summary>Makes C# identifiers of the names in definitions.</summary>
internal static class Identifiers
{
    /// <summary><c>issues_open</c> becomes <c>IssuesOpen</c>, <c>5-min-app</c> becomes <c>_5MinApp</c>.</summary>
    public static string Pascal(string name)
    {
        StringBuilder identifier = new(name.Length);
        bool begins = true;
        foreach (char character in name)
        {
            if (!char.IsLetterOrDigit(character))
            {
                begins = true;
                continue;
            }

            identifier.Append(begins ? char.ToUpperInvariant(character) : character);
            begins = false;
        }

        if (identifier.Length == 0 || !char.IsLetter(identifier[0]))
        {
            identifier.Insert(0, '_');
        }

        return identifier.ToString();
    }

    /// <summary><c>merge_request</c> becomes <c>mergeRequest</c>.</summary>
    public static string Camel(string name)
    {
        string pascal = Pascal(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

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
