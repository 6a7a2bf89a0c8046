using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of an event selection rule.</summary>
internal static class SelectionKeys
{
    public static readonly KeyMap Map = new("an event selection rule");

    public static readonly Key Name = Map.Add(new Key("name", KeyType.Text, "The event's action.")
        { Example = "create_issue", Hint = "the event's action", IsPlanned = true });
    public static readonly Key Unique = Map.Add(new Key("unique", KeyType.Text, "What is counted once, such as user.id or label.")
        { Example = "user.id", IsPlanned = true });
    public static readonly WordKey<EventOperator> Operator = Map.Add(
        new WordKey<EventOperator>("operator", Words.EventOperators, "What is made of the selected events.")
        { Example = "sum(value)", IsPlanned = true });
    public static readonly Key Filter = Map.Add(new Key("filter", KeyType.Map, "Conditions on additional properties, all of which must hold.")
        { Example = "{ label: bug }", IsPlanned = true });
}
