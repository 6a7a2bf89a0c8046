using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;

namespace ServicePing.Definitions.Locking;

/// <summary>Reads a lockfile. Never throws on bad text, and takes lines in any order, as merges leave them.</summary>
public static class LockfileReader
{
    internal const string Metric = "metric";
    internal const string Event = "event";

    private const string WayOut = "take the file of the main branch, and run 'dotnet build -p:ServicePingLock=update'";

    /// <summary>Reads a lockfile.</summary>
    /// <param name="path">The path to show in problems.</param>
    /// <param name="text">The whole text.</param>
    public static ReadLockfile Read(string path, string text) => new Reading(path, text).Read();

    /// <summary>One file while it is read.</summary>
    private sealed class Reading(string path, string text)
    {
        private readonly SortedDictionary<string, LockedMetric> _metrics = new(StringComparer.Ordinal);
        private readonly SortedDictionary<string, LockedEvent> _events = new(StringComparer.Ordinal);
        private readonly List<Problem> _problems = [];
        private LineMap? _lines;
        private bool _hasVersion;

        public ReadLockfile Read()
        {
            int start = 0;
            while (start < text.Length)
            {
                int end = text.IndexOf('\n', start);
                end = end < 0 ? text.Length : end;
                Line(start, text.Substring(start, end - start).TrimEnd());
                start = end + 1;
            }

            if (!_hasVersion && _problems.Count == 0)
            {
                Report(0, 0, $"The lockfile lacks its line '{LockfileWriter.Version}': {WayOut}.");
            }

            return new ReadLockfile(
                path, text, new Lockfile(_metrics.Values.ToEquatableArray(), _events.Values.ToEquatableArray()),
                _problems.ToEquatableArray());
        }

        private void Line(int start, string line)
        {
            string[] words = line.Split([' '], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length == 0 || line[0] == '#')
            {
                return;
            }

            if (line == LockfileWriter.Version)
            {
                _hasVersion = true;
            }
            else if (words[0] == "version")
            {
                Report(start, line.Length, $"'{line}' is a lockfile of another release: use a ServicePing that knows it.");
            }
            else if (words[0] is not (Metric or Event) || words.Length < 2)
            {
                Report(start, line.Length, $"'{Quoting.Shorten(line)}' is no line of a lockfile: {WayOut}.");
            }
            else if (Fields(words) is not { } fields)
            {
                Report(start, line.Length, $"The line of '{words[1]}' has something else than 'name=value': {WayOut}.");
            }
            else if (words[0] == Metric)
            {
                Add(start, line, MetricOf(LockedWords.Unescape(words[1]), fields), _metrics);
            }
            else
            {
                Add(start, line, EventOf(LockedWords.Unescape(words[1]), fields), _events);
            }
        }

        private void Add<T>(int start, string line, T? locked, SortedDictionary<string, T> all)
            where T : class, ILocked
        {
            if (locked is null)
            {
                Report(start, line.Length, $"'{Quoting.Shorten(line)}' lacks a value, or has an unknown one: {WayOut}.");
            }
            else if (!all.TryGetValue(locked.Name, out T? known))
            {
                all.Add(locked.Name, locked);
            }
            else if (!known.Equals(locked))
            {
                Report(start, line.Length, $"'{locked.Name}' stands here twice with different promises: {WayOut}.");
            }
        }

        private void Report(int start, int length, string message) => _problems.Add(new Problem(
            Problems.Rules.UnreadableLockfile, path, (_lines ??= new LineMap(text)).Span(start, start + length), message));
    }

    private static Dictionary<string, string>? Fields(string[] words)
    {
        Dictionary<string, string> fields = new(words.Length, StringComparer.Ordinal);
        for (int i = 2; i < words.Length; i++)
        {
            int equals = words[i].IndexOf('=');
            if (equals <= 0)
            {
                return null;
            }

            fields[words[i].Substring(0, equals)] = words[i].Substring(equals + 1);
        }

        return fields;
    }

    private static LockedMetric? MetricOf(string keyPath, Dictionary<string, string> fields) =>
        Value(LockedWords.Statuses, fields, "status") is { } status
        && Value(Words.TimeFrames, fields, "time_frame") is { } timeFrame
        && Value(Words.ValueTypes, fields, "value_type") is { } valueType
        && Value(Words.DataSources, fields, "data_source") is { } dataSource
        && Value(Words.DataCategories, fields, "data_category") is { } category
        && fields.TryGetValue("calculation", out string? calculation)
            ? new LockedMetric
            {
                KeyPath = keyPath,
                Status = status,
                TimeFrame = timeFrame,
                ValueType = valueType,
                Unit = LockedWords.Unescape(fields.TryGetValue("unit", out string? unit) ? unit : ""),
                DataSource = dataSource,
                DataCategory = category,
                Calculation = calculation,
            }
            : null;

    private static LockedEvent? EventOf(string action, Dictionary<string, string> fields)
    {
        List<LockedProperty> properties = [];
        foreach (string property in List(fields, "additional_properties"))
        {
            int colon = property.IndexOf(':');
            string[] said = property.Substring(colon + 1).Split(['='], 2);
            if (colon < 0 || Value(LockedWords.PropertyTypes, said[0]) is not { } type)
            {
                return null;
            }

            properties.Add(new LockedProperty(LockedWords.Unescape(property.Substring(0, colon)), type)
            {
                Values = said.Length == 1 ? [] : said[1].Split(';').Select(LockedWords.Unescape).ToEquatableArray(),
            });
        }

        List<DeclaredIdentifier> typed = [];
        List<string> identifiers = [];
        foreach (string identifier in List(fields, "identifiers"))
        {
            int colon = identifier.IndexOf(':');
            identifiers.Add(LockedWords.Unescape(colon < 0 ? identifier : identifier.Substring(0, colon)));
            if (colon >= 0)
            {
                if (Value(Words.IdentifierTypes, identifier.Substring(colon + 1)) is not { } type)
                {
                    return null;
                }

                typed.Add(new DeclaredIdentifier(identifiers[identifiers.Count - 1], type));
            }
        }

        return Value(Words.EventIsRemoved, fields, "status") is { } isRemoved
            && (!fields.TryGetValue("forward", out string? forward) || forward == "true")
            ? new LockedEvent
            {
                Action = action,
                IsRemoved = isRemoved,
                IsForwarded = forward is not null,
                Identifiers = identifiers.ToEquatableArray(),
                IdentifierTypes = typed.ToEquatableArray(),
                Properties = properties.ToEquatableArray(),
            }
            : null;
    }

    private static string[] List(Dictionary<string, string> fields, string name) =>
        fields.TryGetValue(name, out string? list) ? list.Split(',') : [];

    private static T? Value<T>(Word<T>[] words, Dictionary<string, string> fields, string name)
        where T : struct =>
        fields.TryGetValue(name, out string? text) ? Value(words, text) : null;

    private static T? Value<T>(Word<T>[] words, string text)
        where T : struct
    {
        foreach (Word<T> word in words)
        {
            if (word.Text == text)
            {
                return word.Value;
            }
        }

        return null;
    }
}
