namespace ServicePing.Definitions.Naming;

/// <summary>The C# methods that the events of a metric set become. Whoever calls, looks for or advises one asks here.</summary>
public static class MethodNames
{
    /// <summary>The members of the class of known events that are no methods of events.</summary>
    private static readonly string[] KnownEventMembers = ["Known"];

    /// <summary>The method of each event, by its action: <c>create_issue</c> has <c>CreateIssue</c>, <c>finalize</c> has <c>Finalize_</c>.</summary>
    /// <param name="actions">The actions of all events that the set tracks, in any order.</param>
    /// <param name="set">The name of the set.</param>
    public static IReadOnlyDictionary<string, string> OfEvents(IEnumerable<string> actions, string set)
    {
        NameScope scope = new([.. NameScope.ObjectMembers, SetNames.EventsClass(set)]);
        Dictionary<string, string> methods = new(StringComparer.Ordinal);
        foreach (string action in actions.Distinct(StringComparer.Ordinal).OrderBy(static action => action, StringComparer.Ordinal))
        {
            methods.Add(action, scope.Claim(MemberName.Of(action)));
        }

        return methods;
    }

    /// <summary>The methods of known events, in their order, which is that of the files.</summary>
    /// <param name="names">The names of all known events of the set.</param>
    /// <param name="set">The name of the set.</param>
    public static IReadOnlyList<string> OfKnownEvents(IEnumerable<string> names, string set)
    {
        NameScope scope = new([.. NameScope.ObjectMembers, .. KnownEventMembers, SetNames.KnownEventsClass(set)]);
        return [.. names.Select(name => scope.Claim(MemberName.Of(name)))];
    }

    /// <summary>The parameters of an event's method: identifiers, then additional properties.</summary>
    /// <param name="arguments">What the definition calls them.</param>
    public static IReadOnlyList<string> OfParameters(IEnumerable<string> arguments)
    {
        NameScope scope = new([]);
        return [.. arguments.Select(argument => scope.Claim(MemberName.OfParameter(argument)))];
    }
}
