using System.Reflection;
using static ServicePing.Definitions.Problems.RuleLevel;

namespace ServicePing.Definitions.Problems;

/// <summary>Every rule, one a line. An id is never used again for another rule.</summary>
public static class Rules
{
    internal const string Shape = "Shape";
    private const string Identity = "Identity";
    private const string Meaning = "Ownership and meaning";
    private const string Lifecycle = "Lifecycle";
    private const string Privacy = "Privacy";
    internal const string Compatibility = "Compatibility";
    private const string Source = "Data source";
    private const string Usage = "Usage";
    internal const string Governance = "Governance";
    internal const string Internal = "Internal";

    // Shape: what one file must look like.
    internal static readonly Rule Syntax = new("SP0001", Error, Shape, "The YAML can be read");
    internal static readonly Rule UnknownKey = new("SP0002", Error, Shape, "Every key is known");
    internal static readonly Rule MissingKey = new("SP0003", Error, Shape, "Required keys are there");
    internal static readonly Rule WrongType = new("SP0004", Error, Shape, "A value has the type that its key asks for");
    internal static readonly Rule NotAllowed = new("SP0005", Error, Shape, "A value is one of those allowed");
    internal static readonly Rule DuplicateKey = new("SP0006", Warning, Shape, "A key stands once in a map");
    internal static readonly Rule Misplaced = new("SP0007", Warning, Shape, "A definition file lies where it is read");
    internal static readonly Rule Unreadable = new("SP0008", Error, Shape, "A definition is plain text without tags and strange anchors");
    internal static readonly Rule Older = new("SP0009", Info, Shape, "A definition is written in the current form");
    internal static readonly Rule ObjectShape = new("SP0010", Info, Shape, "A JSON schema describes every object that a class computes");
    internal static readonly Rule DefaultFolder = new("SP0011", Error, Shape, "A default is of a folder of metrics or events");

    internal static readonly Rule NoValueSchema = new("SP0012", Warning, Shape, "The file of value_json_schema is a JSON Schema") { Needs = RuleInput.NamedFiles };
    internal static readonly Rule UnseenValueSchema = new("SP0013", Info, Shape, "The file of value_json_schema can be looked at") { Needs = RuleInput.NamedFiles };

    // Identity: names that everybody relies on.
    internal static readonly Rule DuplicateKeyPath = new("SP0101", Error, Identity, "A key path is defined once");
    internal static readonly Rule KeyPathPrefix = new("SP0102", Error, Identity, "A key path is either a value or an object");
    internal static readonly Rule NearlySameName = new("SP0103", Warning, Identity, "Key paths differ in more than punctuation");
    internal static readonly Rule NameCollision = new("SP0104", Warning, Identity, "Names differ as C# identifiers");
    internal static readonly Rule NamePattern = new("SP0105", Error, Identity, "Key paths, events and classes keep to their patterns");
    internal static readonly Rule DuplicateEvent = new("SP0106", Error, Identity, "An internal event is defined once");
    internal static readonly Rule DuplicateEntry = new("SP0107", Warning, Identity, "A known event or an aggregate is defined once");
    internal static readonly Rule PeriodInName = new("SP0108", Warning, Identity, "A period in a name is that of the metric");
    internal static readonly Rule EventForm = new("SP0109", Info, Identity, "An event's name says what is done and to what");
    internal static readonly Rule UnitInName = new("SP0115", Warning, Identity, "A unit in a name is that of the metric");
    internal static readonly Rule ForeignName = new("SP0112", Error, Identity, "A name belongs to one metric set of the program") { Needs = RuleInput.References };
    internal static readonly Rule ClashingLibraries = new("SP0113", Error, Identity, "The libraries of a program share no names") { Needs = RuleInput.Program };
    internal static readonly Rule DuplicateCalculation = new("SP0111", Error, Identity, "A shared calculation is defined once");

    // Ownership and meaning: what readers rely on.
    internal static readonly Rule EmptyDescription = new("SP0201", Warning, Meaning, "A description says something");
    internal static readonly Rule MisspelledOwner = new("SP0202", Warning, Meaning, "An owner's name is spelled like others'");
    internal static readonly Rule NoLink = new("SP0203", Warning, Meaning, "A link is an address that opens");
    internal static readonly Rule TierWithoutEvent = new("SP0204", Warning, Meaning, "A metric's tiers have its events");
    internal static readonly Rule UndeclaredOwner = new("SP0205", Error, Meaning, "An owner is one that the vocabulary declares");
    internal static readonly Rule UndeclaredCategory = new("SP0206", Error, Meaning, "A category is one that the vocabulary declares");
    internal static readonly Rule ForwardsNothing = new("SP0207", Error, Meaning, "A forwarded event is one that the program tracks");

    // Lifecycle: what a status asks for.
    internal static readonly Rule Expired = new("SP0301", Warning, Lifecycle, "An expired metric is removed") { Needs = RuleInput.ProductVersion };
    internal static readonly Rule ExpiresSoon = new("SP0302", Info, Lifecycle, "A metric's end is not near") { Needs = RuleInput.ProductVersion };
    internal static readonly Rule VersionOrder = new("SP0303", Error, Lifecycle, "Versions of a definition follow each other");
    internal static readonly Rule RemovedWithoutRecord = new("SP0304", Error, Lifecycle, "A removed definition says since when");
    internal static readonly Rule BrokenWithoutRepair = new("SP0305", Error, Lifecycle, "A broken metric links to its repair");
    internal static readonly Rule UnknownReplacement = new("SP0307", Error, Lifecycle, "A replacement exists");
    internal static readonly Rule ReusedName = OfLockfile("SP0308", Error, "A removed name stays unused", Lifecycle);
    internal static readonly Rule DeadReplacement = new("SP0310", Warning, Lifecycle, "A replacement is itself in use");
    internal static readonly Rule StandsOnRemoved = new("SP0311", Warning, Lifecycle, "A live metric is computed from live metrics");

    // Compatibility: what servicepings.lock has promised.
    internal static readonly Rule FrozenAttribute = OfLockfile("SP0401", Error, "A key path keeps what its lock has frozen");
    internal static readonly Rule ChangedCalculation = OfLockfile("SP0402", Error, "A key path keeps its calculation");
    internal static readonly Rule NarrowedEvent = OfLockfile("SP0403", Error, "An event keeps its identifiers and properties");
    internal static readonly Rule LoweredCategory = OfLockfile("SP0404", Error, "A data category is not lowered");
    internal static readonly Rule DeletedDefinition = OfLockfile("SP0405", Error, "A definition is removed before it is deleted");
    internal static readonly Rule OutOfDate = OfLockfile("SP0406", Warning, "The lockfile is up to date");
    internal static readonly Rule UnreadableLockfile = OfLockfile("SP0407", Error, "The lockfile can be read");
    internal static readonly Rule ForwardedLater = OfLockfile("SP0408", Error, "An event that was only counted is not forwarded");

    // Privacy: what may leave the customer's machines.
    internal static readonly Rule PersonalProperty = new("SP0502", Warning, Privacy, "No property points at a person or a machine");
    internal static readonly Rule FreeTextLeaves = new("SP0503", Warning, Privacy, "Texts in the payload come from a closed list");
    internal static readonly Rule BehaviourIsOptional = new("SP0504", Warning, Privacy, "Counts of what people do can be switched off");
    internal static readonly Rule GroupTells = new("SP0507", Warning, Privacy, "Groups do not tell what people wrote");
    internal static readonly Rule ForwardedText = new("SP0508", Warning, Privacy, "Texts of a forwarded event come from a closed list");

    // Data source: how a value is computed.
    internal static readonly Rule UnknownName = OfSchema("SP0601", Error, "The schema has the tables and columns of a query");
    internal static readonly Rule UnsuitableType = OfSchema("SP0602", Error, "A column's type suits what is done with it");
    internal static readonly Rule NoKeyRanges = OfSchema("SP0603", Warning, "A view or foreign table is read in key ranges");
    internal static readonly Rule NoIndexForDistinct = OfSchema("SP0604", Warning, "An index holds what is counted exactly and once");
    internal static readonly Rule MultiplyingJoin = OfSchema("SP0605", Error, "A join of an estimate multiplies no rows");
    internal static readonly Rule UnanswerableSelection = new("SP0606", Error, Source, "Counters can answer the selection of events");
    internal static readonly Rule UnboundedGroup = OfSchema("SP0607", Warning, "The number of groups is bounded");
    internal static readonly Rule NoIndexForWindow = OfSchema("SP0608", Warning, "An index serves the period of a metric");
    internal static readonly Rule NotPlainSql = OfSchema("SP0609", Error, "SQL is one plain expression or clause that only reads");
    internal static readonly Rule QueryShape = new("SP0611", Error, Source, "A query has the keys that its operation takes");
    internal static readonly Rule SourceKeys = new("SP0612", Error, Source, "A metric has the keys that its data source takes");
    internal static readonly Rule CalculationOptions = new("SP0613", Error, Source, "Options fit the shared calculation");
    internal static readonly Rule Clock = new("SP0614", Error, Source, "SQL has no clock but :recorded_at");
    internal static readonly Rule UnknownEvent = new("SP0615", Error, Source, "A selected event is defined");
    internal static readonly Rule UndeclaredProperty = new("SP0616", Warning, Source, "A selected property is declared by its event");
    internal static readonly Rule RedisKey = new("SP0617", Error, Source, "Names and filter values fit into a Redis key");
    internal static readonly Rule UnknownPart = new("SP0618", Error, Source, "The metrics that another is made from exist");
    internal static readonly Rule AmbiguousColumn = OfSchema("SP0619", Error, "A column's name means one column");
    internal static readonly Rule NotChecked = OfSchema("SP0620", Info, "Names in SQL can be looked up in the schema");
    internal static readonly Rule UnknownMember = new("SP0621", Warning, Source, "What an aggregate takes together is defined");
    internal static readonly Rule KnownEventSlot = new("SP0622", Error, Source, "A known event's slot stands once in its name");
    internal static readonly Rule AggregateFrame = new("SP0623", Error, Source, "An aggregate has periods that its source keeps");
    internal static readonly Rule MixedAggregate = new("SP0624", Error, Source, "The events of an aggregate share slot and aggregation");
    internal static readonly Rule UnusedOverride = new("SP0625", Warning, Source, "An old key belongs to a counter that is kept");
    internal static readonly Rule SharedOverride = new("SP0626", Warning, Source, "An old key and its counter belong to each other alone");
    internal static readonly Rule OuterJoin = new("SP0628", Error, Source, "A join keeps no rows without a partner in the walked table");
    internal static readonly Rule NotOneRow = OfSchema("SP0629", Error, "An expression is one value of one row");
    internal static readonly Rule Unsteady = OfSchema("SP0630", Error, "A subquery answers the same in every statement");
    internal static readonly Rule BrokenSchema = OfSchema("SP0631", Warning, "The schema's file can be read");
    internal static readonly Rule OtherValue = OfSchema("SP0632", Warning, "A constant is a value that its column may have");
    internal static readonly Rule CutSql = new("SP0633", Warning, Source, "No comment cuts SQL off");
    internal static readonly Rule CommentBehindSql = new("SP0634", Info, Source, "A comment stands behind no SQL without quotes");
    internal static readonly Rule PartIsNumber = new("SP0635", Error, Source, "The metrics that another is made from are numbers");
    internal static readonly Rule NotPromQl = new("SP0640", Error, Source, "PromQL is one expression that Prometheus can read");
    internal static readonly Rule UnknownPromQlFunction = new("SP0641", Warning, Source, "PromQL calls functions that are known");
    internal static readonly Rule NoRange = new("SP0642", Warning, Source, "The period of a metric stands in its PromQL");
    internal static readonly Rule FilterOutsideValues = new("SP0627", Error, Source, "A filter asks for a value that its property may have");

    // Usage: definitions and the program around them.
    internal static readonly Rule NeverTriggered = OfProgram("SP0701", Warning, "The program triggers its events");
    internal static readonly Rule AlwaysZero = OfProgram("SP0702", Warning, "The program triggers an event of each metric");
    internal static readonly Rule EventWithoutMetric = OfProgram("SP0706", Info, "A metric counts each event");
    internal static readonly Rule UnknownClass = OfClasses("SP0707", Error, "A named instrumentation class exists");
    internal static readonly Rule ClassType = OfClasses("SP0708", Error, "A class returns the value type of its metric");
    internal static readonly Rule NotComputed = new("SP0709", Info, Usage, "Something computes the metric");
    internal static readonly Rule ForeignLanguage = new("SP0712", Warning, Usage, "Definitions stand in a C# project");
    internal static readonly Rule ClassNotCallable = OfClasses("SP0711", Error, "Generated code can call an instrumentation class");
    internal static readonly Rule RemovedButUsed = OfProgram("SP0710", Warning, "C# uses no metric that is removed");

    // Governance: what definitions are excused from.
    internal static readonly Rule UnusedSuppression = new("SP0801", Warning, Governance, "A suppression is needed");
    internal static readonly Rule UnknownSuppression = new("SP0802", Warning, Governance, "A suppression names a rule that bears it");
    internal static readonly Rule ExpiredSuppression = new("SP0803", Error, Governance, "A suppression has not expired");

    internal static readonly Rule Unsuitable = new("SP9002", Error, Internal, "The project is compiled as C# 13 for .NET 10, or later");
    internal static readonly Rule OneSetClass = new("SP0114", Error, Identity, "Each metric set of a program has a class of its own") { Needs = RuleInput.Program };
    internal static readonly Rule InternalFailure = new("SP9001", Error, Internal, "The reader and the rules do not fail");

    /// <summary>Every rule, ordered by id.</summary>
    public static IReadOnlyList<Rule> All { get; } = typeof(Rules)
        .GetFields(BindingFlags.Static | BindingFlags.NonPublic)
        .Select(field => field.GetValue(null))
        .OfType<Rule>()
        .OrderBy(rule => rule.Id, StringComparer.Ordinal)
        .ToList();

    private static Rule OfSchema(string id, RuleLevel level, string title) =>
        new(id, level, Source, title) { Needs = RuleInput.Schema };

    private static Rule OfProgram(string id, RuleLevel level, string title) =>
        new(id, level, Usage, title) { Needs = RuleInput.Program };

    private static Rule OfClasses(string id, RuleLevel level, string title) =>
        new(id, level, Usage, title) { Needs = RuleInput.Classes };

    private static Rule OfLockfile(string id, RuleLevel level, string title, string group = Compatibility) =>
        new(id, level, group, title) { Needs = RuleInput.Lockfile };
}
