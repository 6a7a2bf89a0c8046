using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;

namespace ServicePing.Tool.Calls;

/// <summary>The generated methods that track something, by the full name of their class and their own.</summary>
internal sealed class TrackingMethods
{
    private readonly Dictionary<(string Type, string Method), CallTarget> _methods = [];
    private readonly Dictionary<string, CallTarget> _names = new(StringComparer.Ordinal);

    /// <summary>Those of several sets.</summary>
    internal TrackingMethods(IEnumerable<CarriedSet> sets)
    {
        foreach (CarriedSet set in sets)
        {
            Add(set);
        }
    }

    /// <summary>What a method tracks; null for any other method.</summary>
    internal CallTarget? Find(string type, string method) => _methods.GetValueOrDefault((type, method));

    /// <summary>What has a name; null where nothing has it.</summary>
    internal CallTarget? Named(string text) => _names.GetValueOrDefault(text);

    private void Add(CarriedSet set)
    {
        int dot = set.SetClass.LastIndexOf('.') + 1;
        string before = set.SetClass[..dot];
        string name = SetNames.OfClass(set.SetClass[dot..]);
        DefinitionCatalogue catalogue = CatalogueBuilder.Build(set.Files);

        string events = before + SetNames.EventsClass(name);
        foreach ((string action, string method) in MethodNames.OfEvents(Planner.Plan(catalogue).Events.Select(plan => plan.Event.Action), name))
        {
            Add(events, method, new CallTarget(IsKnown: false, action));
        }

        string known = before + SetNames.KnownEventsClass(name);
        string[] names = [.. catalogue.KnownEvents.Select(one => one.Name)];
        foreach ((string one, string method) in names.Zip(MethodNames.OfKnownEvents(names, name)))
        {
            Add(known, method, new CallTarget(IsKnown: true, one));
        }
    }

    private void Add(string type, string method, CallTarget target)
    {
        _methods[(type, method)] = target;
        _names.TryAdd(target.Name, target);
    }
}
