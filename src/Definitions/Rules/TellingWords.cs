namespace ServicePing.Definitions.Rules;

/// <summary>What the name of a column, a property or a JSON key suggests about its values.</summary>
internal static class TellingWords
{
    /// <summary>Last words of names whose values point at a person or a machine.</summary>
    private static readonly HashSet<string> Personal = new(StringComparer.Ordinal)
    {
        "email", "emails", "mail", "ip", "phone", "username", "login", "password", "token", "secret", "address", "addresses", "url",
        "uri", "hostname", "ssn", "latitude", "longitude", "surname", "birthday", "iban",
    };

    /// <summary>Last words of names whose values are what people wrote.</summary>
    private static readonly HashSet<string> Written = new(StringComparer.Ordinal)
    {
        "name", "title", "description", "body", "message", "comment", "note", "content", "filename", "path", "slug",
    };

    /// <summary>What developers and not people give a name, a title or a path.</summary>
    private static readonly HashSet<string> Technical = new(StringComparer.Ordinal)
    {
        "table", "column", "schema", "index", "partition", "constraint", "database", "class", "type", "method", "function", "module",
        "event", "action", "job", "worker", "queue", "task", "metric", "feature", "flag", "plan", "tier", "edition", "license", "state",
        "status", "stage", "kind", "category", "level", "adapter", "provider", "protocol", "engine", "browser", "os", "platform",
        "language", "locale", "country", "currency", "timezone", "zone", "region", "migration", "extension", "operation", "error",
        "exception", "service", "source", "strategy", "json", "xml",
    };

    /// <summary>Whether values of that name point at a person or a machine.</summary>
    public static bool ArePersonal(string name)
    {
        List<string> words = Words(name);
        return words.Count > 0 && Personal.Contains(words[words.Count - 1]);
    }

    /// <summary>Whether values of that name are what people wrote.</summary>
    public static bool AreWritten(string name)
    {
        List<string> words = Words(name);
        return words.Count > 0 && Written.Contains(words[words.Count - 1])
            && !(words.Count > 1 && words[words.Count - 1] is not "message" && Technical.Contains(words[words.Count - 2]));
    }

    // user_email, userEmail, user-email, UserIP.
    private static List<string> Words(string name)
    {
        var words = new List<string>();
        int start = 0;
        for (int i = 0; i <= name.Length; i++)
        {
            bool isMark = i == name.Length || !char.IsLetterOrDigit(name[i]);
            bool isCapital = !isMark && i > start && char.IsUpper(name[i])
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if ((isMark || isCapital) && i > start)
            {
                words.Add(name.Substring(start, i - start).ToLowerInvariant());
            }

            start = isMark ? i + 1 : isCapital ? i : start;
        }

        return words;
    }
}
