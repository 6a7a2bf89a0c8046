using ServicePing.Definitions.Collections;

namespace ServicePing.Definitions.Model;

/// <summary>A product's own words, which <c>vocabulary.yml</c> declares; GitLab's where it does not.</summary>
/// <remarks>Any word is allowed where a list is empty: owners and categories that nobody declares, and lists that cannot be read.</remarks>
public sealed record ProductWords
{
    /// <summary>The file that declares them, in the definitions root.</summary>
    public const string FileName = "vocabulary.yml";

    /// <summary>Any word is allowed, since the vocabulary cannot be read.</summary>
    public static ProductWords Unread { get; } = new();

    /// <summary>The tiers, in the order of the file.</summary>
    public EquatableArray<string> Tiers { get; init; }

    /// <summary>The editions, in the order of the file.</summary>
    public EquatableArray<string> Editions { get; init; }

    /// <summary>Who and where an event may tell of.</summary>
    public EquatableArray<DeclaredIdentifier> Identifiers { get; init; }

    /// <summary>Their names.</summary>
    public EquatableArray<string> IdentifierNames => Identifiers.Select(static identifier => identifier.Name).ToEquatableArray();

    /// <summary>The groups that own definitions.</summary>
    public EquatableArray<Owner> Owners { get; init; }

    /// <summary>The categories of the product's features.</summary>
    public EquatableArray<string> Categories { get; init; }

    /// <summary>The performance indicators.</summary>
    public EquatableArray<string> PerformanceIndicators { get; init; }

    /// <summary>The sets of ready-made metrics that the product reports, in the order of the file.</summary>
    public EquatableArray<string> ReadyMade { get; init; }

    /// <summary>What definitions need not say, of the whole project and of folders, in the order of the file.</summary>
    public EquatableArray<DefaultValue> Defaults { get; init; }
}

/// <summary>Who or where an event may tell of.</summary>
/// <param name="Name">The name that events carry.</param>
/// <param name="Type">What its values are.</param>
/// <param name="TypeName">The name of the product's own type, with its namespace; empty for another.</param>
public sealed record DeclaredIdentifier(string Name, IdentifierType Type, string TypeName = "");

/// <summary>A group that owns definitions.</summary>
/// <param name="Name">The name that definitions carry as <c>product_group</c>.</param>
/// <param name="Contact">Where it is reached.</param>
public sealed record Owner(string Name, string Contact);

/// <summary>What definitions of a folder say where they do not say it themselves.</summary>
/// <param name="Folder">The folder below the definitions root, without a slash at its end; empty for the whole project.</param>
/// <param name="Key">The key that is given.</param>
/// <param name="Values">The value, or the elements of a list; no value where it is wrong, which the vocabulary's reader has reported.</param>
/// <param name="IsList">Whether the value is a list.</param>
public sealed record DefaultValue(string Folder, string Key, EquatableArray<string> Values, bool IsList);
