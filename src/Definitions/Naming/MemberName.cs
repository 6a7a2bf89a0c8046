using System.Text;

namespace ServicePing.Definitions.Naming;

/// <summary>The C# identifiers that names of the definition language become.</summary>
public static class MemberName
{
    /// <summary><c>issues_open</c> becomes <c>IssuesOpen</c>, <c>2fa</c> becomes <c>_2fa</c>.</summary>
    public static string Of(string name)
    {
        StringBuilder identifier = new(name.Length + 1);
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

    /// <summary>The name of a parameter: <c>merge_request</c> becomes <c>mergeRequest</c>.</summary>
    public static string OfParameter(string name)
    {
        string pascal = Of(name);
        return char.ToLowerInvariant(pascal[0]) + pascal.Substring(1);
    }

    /// <summary><c>counts.issues_open</c> becomes <c>Counts.IssuesOpen</c>.</summary>
    public static string OfPath(string keyPath) => string.Join(".", keyPath.Split('.').Select(Of));
}
