using System.Collections.Frozen;

namespace ServicePing;

/// <summary>What an event is tracked with.</summary>
public sealed class EventArguments
{
    private Dictionary<string, EventValue>? _identifiers;
    private Dictionary<string, EventValue>? _properties;

    /// <summary>The user who has sent the request, unless it is set to another; none where nobody is signed in.</summary>
    public EventValue User { get; set; }

    /// <summary>The project.</summary>
    public EventValue Project { get; set; }

    /// <summary>The namespace.</summary>
    public EventValue Namespace { get; set; }

    /// <summary>Identifiers of the product's own vocabulary, by name; one that is here goes before the others.</summary>
    public IDictionary<string, EventValue> Identifiers => _identifiers ??= new(StringComparer.Ordinal);

    /// <summary>What the vocabulary calls the user.</summary>
    internal string UserIdentifier { get; init; } = RequestUser.Identifier;

    /// <summary>The values of additional properties that the event's definition declares, by name.</summary>
    public IDictionary<string, EventValue> Properties => _properties ??= new(StringComparer.Ordinal);

    internal TrackingResult Track(EventTracker tracker, string name)
    {
        Dictionary<string, EventValue> identifiers = new(capacity: 3, StringComparer.Ordinal);
        foreach ((string key, EventValue value) in _identifiers ?? [])
        {
            Add(identifiers, key, value);
        }

        Add(identifiers, UserIdentifier, User);
        Add(identifiers, "project", Project);
        Add(identifiers, "namespace", Namespace);
        return tracker.TrackByName(name, identifiers, _properties ?? (IReadOnlyDictionary<string, EventValue>)FrozenDictionary<string, EventValue>.Empty);
    }

    private static void Add(Dictionary<string, EventValue> identifiers, string name, EventValue value)
    {
        if (value.HasValue)
        {
            identifiers.TryAdd(name, value);
        }
    }
}
