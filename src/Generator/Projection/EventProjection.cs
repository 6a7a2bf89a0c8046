using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Emit;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns events into methods.</summary>
internal static class EventProjection
{
    private const string Value = "global::ServicePing.EventValue";

    public static EventMethods Methods(EquatableArray<EventPlan> events, MetricSetName set)
    {
        NameScope names = new([.. NameScope.ObjectMembers, set.Events]);
        return new EventMethods(
            set,
            events.Select(plan => Method(plan.Event, names.Claim(MemberName.Of(plan.Event.Action)))).ToEquatableArray());
    }

    private static EventMethod Method(EventDefinition definition, string name)
    {
        NameScope names = new([]);
        List<EventParameter> parameters = [];
        foreach (string identifier in definition.Identifiers)
        {
            string parameter = names.Claim(Identifiers.Camel(identifier));
            string documentation = $"The {Documentation.Text(identifier)}'s identifier, or none.";
            parameters.Add(new EventParameter(parameter, Value, null, documentation));
        }

        foreach (AdditionalProperty property in definition.AdditionalProperties)
        {
            (string type, string none) = TypeOf(property);
            string parameter = names.Claim(Identifiers.Camel(property.Name));
            parameters.Add(new EventParameter(parameter, type, none, Documentation.Text(property.Description)));
        }

        string summary = Documentation.Text(definition.Description is "" ? definition.Action : definition.Description);
        return new EventMethod(name, summary, parameters.ToEquatableArray());
    }

    /// <summary>Without a type, the names that GitLab knows tell it.</summary>
    private static (string Type, string Default) TypeOf(AdditionalProperty property) => (property.Type, property.Name) switch
    {
        (PropertyType.String, _) or (PropertyType.Any, "label" or "property") => ("string?", "null"),
        (PropertyType.Number, _) or (PropertyType.Any, "value") => ("double?", "null"),
        (PropertyType.Integer, _) => ("long?", "null"),
        (PropertyType.Boolean, _) => ("bool?", "null"),
        _ => (Value, "default"),
    };
}
