using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace ServicePing.Benchmarks.Generator;

/// <summary>A project that is open in an editor: a generator has run, and one file after another is edited.</summary>
internal sealed class EditedProject
{
    private readonly ConsumerProject _project;
    private GeneratorDriver _driver;
    private DefinitionText _edited;
    private int _edits;
    private int _past;

    public EditedProject(string name, ConsumerProject project, IIncrementalGenerator generator)
    {
        Name = name;
        _project = project;
        _edited = project.Definitions.First(static file => file.GetText().ToString().Contains("\nkey_path:") || file.GetText().ToString().StartsWith("key_path:", StringComparison.Ordinal));
        _driver = project.Driver(generator).RunGenerators(project.Compilation);
    }

    public string Name { get; }

    /// <summary>How often a definition file was read.</summary>
    public int Reads => _project.Reads + _past + _edited.Reads;

    /// <summary>One more character in a C# file.</summary>
    public void TypeCSharp() => _driver = _driver.RunGenerators(_project.Typed(_edits++));

    /// <summary>Another description of one metric.</summary>
    public void EditDescription() => Edit(text =>
    {
        int start = text.IndexOf("description:", StringComparison.Ordinal);
        int end = text.IndexOf('\n', start);
        return $"{text[..start]}description: Edited {_edits} times{text[end..]}";
    });

    /// <summary>Another key path of one metric.</summary>
    public void EditKeyPath() => Edit(text =>
    {
        int start = text.IndexOf("key_path:", StringComparison.Ordinal);
        int end = text.IndexOf('\n', start);
        return $"{text[..start]}key_path: counts.edited_{_edits}{text[end..]}";
    });

    /// <summary>One more comment.</summary>
    public void EditComment() => Edit(text => $"{text}# {_edits}\n");

    /// <summary>How many generated sources are others after an edit.</summary>
    public int ChangedSources(Action edit)
    {
        ImmutableArray<GeneratedSourceResult> before = _driver.GetRunResult().Results[0].GeneratedSources;
        HashSet<SourceText> texts = [.. before.Select(static source => source.SourceText)];
        edit();
        return _driver.GetRunResult().Results[0].GeneratedSources.Count(source => !texts.Contains(source.SourceText));
    }

    private void Edit(Func<string, string> edit)
    {
        _edits++;
        DefinitionText edited = _edited.Edit(edit);
        _driver = _driver.ReplaceAdditionalText(_edited, edited).RunGenerators(_project.Compilation);
        _past += _edited.Reads;
        _edited = edited;
    }
}
