namespace ServicePing.Definitions.Language;

/// <summary>The keys of a shared calculation.</summary>
internal static class CalculationKeys
{
    public static readonly KeyMap Map = new("a shared calculation");

    public static readonly Key InstrumentationClass = Map.Add(new Key("instrumentation_class", KeyType.Class, "The name that definitions carry.")
        { Example = "CountImportsMetric", IsIdentity = true, Hint = "the name that definitions carry", IsPlanned = true });
    public static readonly Key Parameters = Map.Add(
        new Key("parameters", KeyType.MapOf(KeyType.Of(ParameterKeys.Map, mayBeNull: true)), "The options that it takes.")
        { Example = "{ source_type: { values: { group: 0, project: 1 } } }", IsPlanned = true });
    public static readonly Key Query = Map.Add(new Key("query", KeyType.Of(QueryKeys.Map), "The calculation.")
        { Example = "{ operation: count, from: imports }", Hint = "the calculation", IsPlanned = true });
    public static readonly Key NoLint = Map.Add(
        new Key("no_lint", KeyType.ListOf(KeyType.Of(SuppressionKeys.Map)), "Rules that the calculation is excused from.")
        { Example = "[{ rule: SP0604, reason: The table is small }]", IsMeant = false });
}

/// <summary>The keys of a parameter of a shared calculation.</summary>
internal static class ParameterKeys
{
    public static readonly KeyMap Map = new("a parameter");

    public static readonly Key Values = Map.Add(new Key("values", KeyType.Map, "The literal that each option stands for.")
        { Example = "{ group: 0, project: 1 }", IsPlanned = true });
}

/// <summary>The keys of <c>deprecated</c>.</summary>
internal static class DeprecationKeys
{
    public static readonly KeyMap Map = new("a deprecation");

    public static readonly Key Reason = Map.Add(new Key("reason", KeyType.Text, "Why it is to be used no more, in a sentence.")
        { Example = "Weights count more", Hint = "a sentence that says why, and what to use instead", IsOwn = true });
    public static readonly Key Since = Map.Add(new Key("since", KeyType.Date, "The day since which that holds.")
        { Example = "2026-11-30", Hint = "the day since which that holds, such as 2026-11-30", IsOwn = true });
    public static readonly Key Until = Map.Add(new Key("until", KeyType.Date, "The last day on which it may be relied on.")
        { Example = "2027-06-30", IsOwn = true });
}

/// <summary>The keys of an entry of <c>no_lint</c>.</summary>
internal static class SuppressionKeys
{
    public static readonly KeyMap Map = new("a suppression");

    public static readonly Key Rule = Map.Add(new Key("rule", KeyType.Matching("^SP[0-9]{4}$"), "The id of the rule.")
        { Example = "SP0604", Hint = "the id of a rule, such as SP0601", IsOwn = true });
    public static readonly Key Reason = Map.Add(new Key("reason", KeyType.Text, "Why the definition is excused.")
        { Example = "The table is small", Hint = "a sentence", IsOwn = true });
    public static readonly Key Until = Map.Add(new Key("until", KeyType.Version, "The last version of the product that is excused.")
        { Example = "\"2.0\"", IsOwn = true });
}
