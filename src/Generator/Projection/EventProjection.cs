using ServicePing.Definitions.Collections;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Turns events into methods and table rows.</summary>
internal static class EventProjection
{
    /// <summary>The names of the methods.</summary>
    public static EquatableArray<EventName> Names(EquatableArray<EventPlan> events, MetricSetName set)
    {
        IReadOnlyDictionary<string, string> methods = MethodNames.OfEvents(events.Select(static plan => plan.Event.Action), set.Name);

        // Methods come first: a list of values that is added to one event renames no other.
        NameScope names = new([.. NameScope.ObjectMembers, set.Events, .. methods.Values]);
        return events.Select(plan => new EventName(methods[plan.Event.Action], plan.Event, Enums(plan.Event, names))).ToEquatableArray();
    }

    /// <summary>What the types of properties are called that have a list of values: the event, then the property.</summary>
    private static EquatableArray<EnumName> Enums(EventDefinition definition, NameScope names) => definition.AdditionalProperties
        .Where(HasEnum)
        .Select(property => MemberName.Of(definition.Action) + MemberName.Of(property.Name))
        .Select(name => new EnumName(names.Claim(name), names.Claim(name + "Of")))
        .ToEquatableArray();

    /// <summary>Whether a property has a list of values, each of which becomes a member; a boolean has its own two.</summary>
    private static bool HasEnum(AdditionalProperty property) => !property.Values.IsEmpty && property.Type != PropertyType.Boolean;

    public static IReadOnlyList<EventRow> Rows(EquatableArray<EventPlan> events) =>
    [
        .. events.Select(static plan => new EventRow(
            plan.Event.Action,
            plan.Event.Identifiers.Concat(plan.Event.AdditionalProperties.Select(static property => property.Name)).ToEquatableArray(),
            plan.Rules,
            Values(plan.Event),
            HasGitLabsIdentifiers(plan.Event) ? null : plan.Event.Identifiers.Count)),
    ];

    /// <summary>Whether the names of the arguments tell which of them are identifiers.</summary>
    private static bool HasGitLabsIdentifiers(EventDefinition definition) =>
        definition.Identifiers.All(GitLabWords.HasIdentifier)
        && !definition.AdditionalProperties.Any(static property => GitLabWords.HasIdentifier(property.Name));

    private static EquatableArray<ArgumentValues> Values(EventDefinition definition) => definition.AdditionalProperties
        .Select((property, i) => new ArgumentValues(definition.Identifiers.Count + i, property.Values))
        .Where(static one => !one.Values.IsEmpty)
        .ToEquatableArray();

    /// <summary>The methods that a program may call.</summary>
    public static EquatableArray<CallableEvent> Callable(SetModel set, CancellationToken cancellationToken) =>
        set.EventNames.Select(static name => new CallableEvent(name.Definition.Action, name.Name)).ToEquatableArray();

    /// <summary>The method of an event, as if it were the only one.</summary>
    /// <param name="definition">The event.</param>
    /// <param name="words">The product's own words, which give identifiers their types.</param>
    public static EventMethod Method(EventDefinition definition, ProductWords words)
    {
        IReadOnlyList<string> names = MethodNames.OfParameters(
            definition.Identifiers.Concat(definition.AdditionalProperties.Select(static property => property.Name)));
        List<EventParameter> parameters = [];
        foreach (string identifier in definition.Identifiers)
        {
            string documentation = $"The {Documentation.Text(identifier)}'s identifier, or none.";
            DeclaredIdentifier? declared = words.Identifiers.FirstOrDefault(one => one.Name == identifier);
            parameters.Add(new EventParameter(names[parameters.Count], TypeOf(declared), null, documentation)
            {
                IsOfOwnType = declared?.Type == IdentifierType.Own,
            });
        }

        foreach (AdditionalProperty property in definition.AdditionalProperties)
        {
            (string type, string none) = TypeOf(property);
            parameters.Add(new EventParameter(names[parameters.Count], type, none, Documentation.Text(property.Description))
            {
                Members = HasEnum(property) ? Members(property) : [],
            });
        }

        string summary = Documentation.Text(definition.Description is "" ? definition.Action : definition.Description);
        return new EventMethod(MemberName.Of(definition.Action), summary, parameters.ToEquatableArray()) { Obsolete = definition.Deprecated?.Sentence };
    }

    private static EquatableArray<EnumMember> Members(AdditionalProperty property)
    {
        NameScope names = new(property.Values.Contains(EnumMember.OtherText) ? [] : [EnumMember.Other]);
        bool isText = property.Type == PropertyType.String || (property.Type == PropertyType.Any && property.Name is "label" or "property");
        return property.Values
            .Select(value => new EnumMember(
                names.Claim(MemberName.Of(value)),
                value,
                !isText && Literals.IsNumber(value) ? Literals.Number(value) : Literals.Text(value)))
            .ToEquatableArray();
    }

    /// <summary>Every identifier may be absent; so may one of the product's own types, whether that is a class or a struct.</summary>
    private static string TypeOf(DeclaredIdentifier? identifier) => identifier?.Type switch
    {
        IdentifierType.Integer => "long?",
        IdentifierType.Uuid => "global::System.Guid?",
        IdentifierType.Text => "string?",
        IdentifierType.Own => $"global::{string.Join(".", identifier.TypeName.Split('.').Select(Identifiers.Escape))}?",
        _ => EventParameter.AnyValue,
    };

    /// <summary>Without a type, the names that GitLab knows tell it.</summary>
    private static (string Type, string Default) TypeOf(AdditionalProperty property) => (property.Type, property.Name) switch
    {
        (PropertyType.String, _) or (PropertyType.Any, "label" or "property") => ("string?", "null"),
        (PropertyType.Number, _) or (PropertyType.Any, "value") => ("double?", "null"),
        (PropertyType.Integer, _) => ("long?", "null"),
        (PropertyType.Boolean, _) => ("bool?", "null"),
        _ => (EventParameter.AnyValue, "default"),
    };
}
