using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Definitions.Reading;

/// <summary>Reads free-form values such as <c>options</c>.</summary>
internal static class OptionReader
{
    public static EquatableArray<Option> Members(YamlMap map)
    {
        Option[] members = new Option[map.Entries.Length];
        for (int i = 0; i < members.Length; i++)
        {
            members[i] = new Option(map.Entries[i].Key, Value(map.Entries[i].Value));
        }

        return new EquatableArray<Option>(members);
    }

    public static OptionValue Value(YamlNode node) => node switch
    {
        YamlScalar scalar => new OptionValue { Kind = scalar.Kind, Text = scalar.Text },
        YamlList list => new OptionValue { Kind = OptionKind.List, Items = list.Items.Select(Value).ToEquatableArray() },
        YamlMap map => new OptionValue { Kind = OptionKind.Map, Members = Members(map) },
        _ => new OptionValue { Kind = OptionKind.Null },
    };
}
