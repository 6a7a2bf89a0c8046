using System.Runtime.CompilerServices;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns events into methods and table rows.</summary>
internal static class EventProjection
{
    /// <summary>As of members: what was not edited need not be put into words again.</summary>
    private static readonly ConditionalWeakTable<EventDefinition, EventMethod> Known = new();

    public static EquatableArray<EventMethods> Methods(EquatableArray<EventPlan> events, MetricSetName set)
    {
        NameScope names = new([.. NameScope.ObjectMembers, set.Events]);
        EventMethod[] methods = new EventMethod[events.Count];
        for (int i = 0; i < methods.Length; i++)
        {
            EventMethod method = Known.GetValue(events[i].Event, Method);
            string name = names.Claim(method.Name);
            methods[i] = name == method.Name ? method : method with { Name = name };
        }

        return Parts.Of(methods, (number, first, part) => new EventMethods(set, number, first, part));
    }

    public static IReadOnlyList<EventRow> Rows(EquatableArray<EventPlan> events) =>
    [
        .. events.Select(static plan => new EventRow(
            plan.Event.Action,
            plan.Event.Identifiers.Concat(plan.Event.AdditionalProperties.Select(static property => property.Name)).ToEquatableArray(),
            plan.Rules)),
    ];

    /// <summary>The names of the methods.</summary>
    public static EquatableArray<string> Names(SetModel set, CancellationToken cancellationToken) =>
        set.EventMethods.SelectMany(static part => part.Methods).Select(static method => method.Name).ToEquatableArray();

    private static EventMethod Method(EventDefinition definition)
    {
        NameScope names = new([]);
        List<EventParameter> parameters = [];
        foreach (string identifier in definition.Identifiers)
        {
            string parameter = names.Claim(MemberName.OfParameter(identifier));
            string documentation = $"The {Documentation.Text(identifier)}'s identifier, or none.";
            parameters.Add(new EventParameter(parameter, EventEmitter.AnyValue, null, documentation));
        }

        foreach (AdditionalProperty property in definition.AdditionalProperties)
        {
            (string type, string none) = TypeOf(property);
            string parameter = names.Claim(MemberName.OfParameter(property.Name));
            parameters.Add(new EventParameter(parameter, type, none, Documentation.Text(property.Description)));
        }

        string summary = Documentation.Text(definition.Description is "" ? definition.Action : definition.Description);
        return new EventMethod(MemberName.Of(definition.Action), summary, parameters.ToEquatableArray());
    }

    /// <summary>Without a type, the names that GitLab knows tell it.</summary>
    private static (string Type, string Default) TypeOf(AdditionalProperty property) => (property.Type, property.Name) switch
    {
        (PropertyType.String, _) or (PropertyType.Any, "label" or "property") => ("string?", "null"),
        (PropertyType.Number, _) or (PropertyType.Any, "value") => ("double?", "null"),
        (PropertyType.Integer, _) => ("long?", "null"),
        (PropertyType.Boolean, _) => ("bool?", "null"),
        _ => (EventEmitter.AnyValue, "default"),
    };
}
