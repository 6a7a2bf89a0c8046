using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;

namespace ServicePing.Generators.Models;

/// <summary>Some of the event methods, in the order of the event table.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Number">The source's number, from 0; the first declares the class.</param>
/// <param name="First">The position of the first method's event.</param>
/// <param name="Methods">The methods.</param>
internal sealed record EventMethods(MetricSetName Set, int Number, int First, EquatableArray<EventMethod> Methods);

/// <summary>The name that the method of an event has in its class.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Definition">The event, as far as planning reads it.</param>
/// <param name="Enums">The names of the types of its properties that have a list of values, in the order of the properties.</param>
internal sealed record EventName(string Name, EventDefinition Definition, EquatableArray<EnumName> Enums);

/// <summary>The names in the class of the events that belong to a list of values.</summary>
/// <param name="Type">The name of the enum.</param>
/// <param name="Parse">The name of the method that finds the member of a text.</param>
internal sealed record EnumName(string Type, string Parse);

/// <summary>An event that a program may trigger, its own or one of a reference.</summary>
/// <param name="Action">The event's name, by which it may be tracked as well.</param>
/// <param name="Method">The name of its method.</param>
internal sealed record CallableEvent(string Action, string Method);

/// <summary>The method of an event.</summary>
/// <param name="Name">The name of the method.</param>
/// <param name="Summary">What happened, in XML.</param>
/// <param name="Parameters">Identifiers, then additional properties.</param>
internal sealed record EventMethod(string Name, string Summary, EquatableArray<EventParameter> Parameters)
{
    /// <summary>The names of the enums, in the order of the parameters that have one.</summary>
    public EquatableArray<EnumName> Enums { get; init; }

    /// <summary>What to say to those who call it; null for nothing.</summary>
    public string? Obsolete { get; init; }
}

/// <summary>A parameter of an event method.</summary>
/// <param name="Name">Its name, without the mark of a keyword.</param>
/// <param name="Type">Its C# type.</param>
/// <param name="Default">What it is when the caller says nothing; null where the caller must say something.</param>
/// <param name="Documentation">What it says, in XML.</param>
internal sealed record EventParameter(string Name, string Type, string? Default, string Documentation)
{
    /// <summary>The type of values of any kind, by a name that means the same whatever types the project has.</summary>
    public const string AnyValue = "global::ServicePing.EventValue";

    /// <summary>Whether its type is the product's own, which converts to a value in a way that the compiler finds.</summary>
    public bool IsOfOwnType { get; init; }

    /// <summary>The members of its enum, in the order of the definition; none where any value may be passed.</summary>
    public EquatableArray<EnumMember> Members { get; init; }
}

/// <summary>One of the values that a property may have.</summary>
/// <param name="Name">The name of the member.</param>
/// <param name="Text">The value as the definition has it.</param>
/// <param name="Value">The value as C#.</param>
internal sealed record EnumMember(string Name, string Text, string Value)
{
    /// <summary>The member of each enum that stands for all values that are not listed.</summary>
    public const string Other = "Other";

    /// <summary>What these values are counted as; a definition may list it as well.</summary>
    public const string OtherText = "other";
}

/// <summary>Some of the known events' methods, in the order of the table of known events.</summary>
/// <param name="Set">The metric set.</param>
/// <param name="Number">The source's number, from 0; the first declares the class.</param>
/// <param name="First">The position of the first method's event.</param>
/// <param name="Methods">The methods.</param>
internal sealed record KnownEventMethods(MetricSetName Set, int Number, int First, EquatableArray<KnownEventMethod> Methods);

/// <summary>The methods of a known event, and the property that describes it.</summary>
/// <param name="Name">The name of both.</param>
/// <param name="Summary">What the event is, in XML.</param>
internal sealed record KnownEventMethod(string Name, string Summary);
