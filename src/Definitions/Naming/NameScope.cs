namespace ServicePing.Definitions.Naming;

/// <summary>Hands out the names of one scope, each once; names that differ only in case count as the same.</summary>
/// <param name="reserved">Names that mean something else in the scope.</param>
public sealed class NameScope(IReadOnlyCollection<string> reserved)
{
    /// <summary>What every class inherits.</summary>
    public static IReadOnlyList<string> ObjectMembers { get; } =
        ["Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone", "ReferenceEquals", "ToString"];

    private readonly HashSet<string> _taken = new(reserved, StringComparer.OrdinalIgnoreCase);

    /// <summary>The names that are reserved or were handed out.</summary>
    public IEnumerable<string> Taken => _taken;

    /// <summary>
    /// The name itself, <c>Name_</c> where it is reserved, <c>Name_2</c> and so on where it was handed out before.
    /// </summary>
    public string Claim(string name)
    {
        if (_taken.Add(name))
        {
            return name;
        }

        name += reserved.Contains(name, StringComparer.OrdinalIgnoreCase) ? "_" : "";
        string claimed = name;
        for (int number = 2; !_taken.Add(claimed); number++)
        {
            claimed = $"{name}_{number}";
        }

        return claimed;
    }
}
