using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of an event selection rule.</summary>
internal static class SelectionKeys
{
    private static readonly KeyType Range = KeyType.Of(RangeKeys.Map);

    private static readonly KeyType FilterValues = KeyType.Either(
        KeyType.Text, KeyType.Number, Range, KeyType.ListOf(KeyType.Either(KeyType.Text, KeyType.Number, Range)));

    public static readonly KeyMap Map = new("an event selection rule");

    public static readonly Key Name = Map.Add(new Key("name", KeyType.Text, "The event's action.")
        { Example = "create_issue", Hint = "the event's action", IsPlanned = true });
    public static readonly Key Unique = Map.Add(new Key("unique", KeyType.Text, "What is counted once, such as user.id or label.")
        { Example = "user.id", IsPlanned = true });
    public static readonly WordKey<EventOperator> Operator = Map.Add(
        new WordKey<EventOperator>("operator", Words.EventOperators, "What is made of the selected events.")
        { Example = "sum(value)", IsPlanned = true });
    public static readonly Key Filter = Map.Add(
        new Key("filter", KeyType.MapOf(FilterValues), "Conditions on additional properties, all of which must hold: a value, a range, or a list of which one must hold.")
        { Example = "{ label: bug }", IsPlanned = true });
}

/// <summary>The keys of a range in a <c>filter</c>.</summary>
internal static class RangeKeys
{
    public static readonly KeyMap Map = new("a range of numbers");

    public static readonly Key From = Map.Add(new Key("from", KeyType.Number, "The least number, inclusive; any where absent.")
        { Example = "10", IsPlanned = true });
    public static readonly Key To = Map.Add(new Key("to", KeyType.Number, "The greatest number, inclusive; any where absent.")
        { Example = "99.5", IsPlanned = true });
}
