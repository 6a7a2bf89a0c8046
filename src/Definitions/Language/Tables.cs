using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The keys of each kind of definition.</summary>
internal static class Tables
{
    /// <summary>What lists of definitions add on demand: the file of each.</summary>
    public const string FilePath = "file_path";

    /// <summary>The keys of a definition of a kind; for overrides, whose keys are free, those of their rows.</summary>
    public static KeyMap Of(DefinitionKind kind) => kind switch
    {
        DefinitionKind.Metric => MetricKeys.Map,
        DefinitionKind.Event => EventKeys.Map,
        DefinitionKind.Query => CalculationKeys.Map,
        DefinitionKind.KnownEvent => KnownEventKeys.Map,
        DefinitionKind.Aggregate => AggregateKeys.Map,
        DefinitionKind.Vocabulary => VocabularyKeys.Map,
        _ => OverrideKeys.Map,
    };

    /// <summary>The key by whose value definitions of a kind are told apart.</summary>
    public static Key Identity(DefinitionKind kind) => Of(kind).First(static key => key.IsIdentity);
}
