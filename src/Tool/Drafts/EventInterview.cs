using ServicePing.Definitions.Export;
using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Reading;

namespace ServicePing.Tool.Drafts;

/// <summary>Asks for an event.</summary>
internal sealed class EventInterview(Answers answers, Proposals proposals)
{
    private readonly CommonQuestions _common = new(answers, proposals, CommonKeys.OfEvents);

    /// <summary>The options that answer, with what each says.</summary>
    internal static IReadOnlyList<(string Name, string Says)> Options { get; } =
    [
        ("action", EventKeys.Action.Description),
        ("description", EventKeys.Description.Description),
        ("identifiers", EventKeys.Identifiers.Description),
        ("property", "What else the program tells, as NAME=DESCRIPTION or NAME:TYPE=DESCRIPTION; may be given several times."),
        .. CommonKeys.OfEvents.Options,
    ];

    internal Draft Ask()
    {
        string action = answers.Of(new Question("action", $"{EventKeys.Action.Description} It says what is done and to what, such as {EventKeys.Action.Example}.")
        {
            Objection = text => !Patterns.IsName(text) ? $"'{text}' is no name: write it like create_issue." : proposals.IsEvent(text) ? $"'{text}' is defined already." : null,
        });
        string description = answers.Of(new Question("description", EventKeys.Description.Description));
        string[] identifiers = [.. answers.ListOf(new Question("identifiers", $"{EventKeys.Identifiers.Description} Of {string.Join(", ", proposals.Words.IdentifierNames)}.")
        {
            Proposal = proposals.Identifiers ?? "", IsOptional = true, Objection = CommonQuestions.Each(proposals.Words.IdentifierNames),
        })];
        Fields properties = new();
        foreach (string property in Properties())
        {
            AddProperty(properties, property);
        }

        string file = _common.File(action);
        Fields fields = new Fields().Add(EventKeys.Action, action).Add(EventKeys.Description, description)
            .Add(EventKeys.InternalEvents, new OptionValue { Kind = OptionKind.Boolean, Text = "true" });
        _common.Add(fields, EventKeys.ProductGroup, file, _common.Owner);
        _common.Add(fields, EventKeys.Milestone, file, _common.Milestone);
        _common.Add(fields, EventKeys.IntroducedByUrl, file, _common.Link);
        _common.Add(fields, EventKeys.Tiers, file, _common.Tiers);
        fields.Add(EventKeys.Identifiers, identifiers.Length == 0 ? null : Fields.List(identifiers.Select(Fields.Text)))
            .Add(EventKeys.AdditionalProperties, properties.Entries);
        return new Draft(DefinitionKind.Event, action, file, fields.Entries);
    }

    private IEnumerable<string> Properties()
    {
        if (answers.AllGiven("property") is { Count: > 0 } given)
        {
            return given.Select(property => Refuse(property) is { } objection ? throw new UsageException($"--property: {objection}") : property);
        }

        return answers.MayAsk ? Asked() : [];
    }

    private IEnumerable<string> Asked()
    {
        Question question = new("property", "Something else that the program tells, as label=The first label; empty for nothing more.")
        {
            Proposal = "", IsOptional = true, Objection = Refuse,
        };
        while (answers.Of(question) is { Length: > 0 } property)
        {
            yield return property;
        }
    }

    private static void AddProperty(Fields properties, string property)
    {
        (string name, string type, string description) = Parts(property);
        properties.Add(name, Fields.Map(new Fields().Add(PropertyKeys.Description, description)
            .Add(PropertyKeys.Type, type.Length > 0 ? type : null).Entries));
    }

    private static string? Refuse(string property)
    {
        (string name, string type, string description) = Parts(property);
        return !Patterns.IsName(name) || description.Length == 0 ? $"'{property}' cannot be read: write label=The first label, or label:string=The first label."
            : type.Length > 0 && !PropertyKeys.Type.Type.Words.Contains(type) ? $"'{type}' is no type: write one of {string.Join(", ", PropertyKeys.Type.Type.Words)}."
            : null;
    }

    private static (string Name, string Type, string Description) Parts(string property)
    {
        int equals = property.IndexOf('=', StringComparison.Ordinal);
        string before = property[..Math.Max(equals, 0)];
        int colon = before.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? (before.Trim(), "", property[(equals + 1)..].Trim())
            : (before[..colon].Trim(), before[(colon + 1)..].Trim(), property[(equals + 1)..].Trim());
    }
}
