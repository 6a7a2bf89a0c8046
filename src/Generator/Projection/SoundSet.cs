using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Planning;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Projection;

/// <summary>Plans a project. Definitions at which that fails, by a defect of ours, are left out and named: they cost no other.</summary>
/// <param name="references">What the project's references define.</param>
/// <param name="project">What is made of a plan.</param>
internal sealed class SoundSet(EquatableArray<ReferencedSet> references, Func<Plan, SetModel> project)
{
    /// <summary>So many culprits mean that no single definition is to blame.</summary>
    private const int MostCulprits = 20;

    private readonly List<Culprit> _culprits = [];
    private readonly List<DefinitionFile> _sound = [];
    private SetModel _model = new();

    /// <summary>The model of the definitions that can be planned, and those that cannot.</summary>
    public SetModel Build(IReadOnlyList<DefinitionFile> files)
    {
        if (Fault(files) is not { } fault)
        {
            return _model;
        }

        Sift([.. files.SelectMany(Single.Of)], fault);
        bool isEachToBlame = _culprits.Count == 1 || (_culprits.Count < MostCulprits && _sound.Count > 0);
        EquatableArray<Culprit> culprits = isEachToBlame
            ? _culprits.ToEquatableArray()
            : [new Culprit("", DefinitionKind.Metric, 0, fault.Message)];
        return (Fault(_sound) is null ? _model : new SetModel()) with { Culprits = culprits };
    }

    /// <summary>Adds to the sound definitions those that can be planned with them, by halves.</summary>
    private void Sift(ReadOnlySpan<Single> doubtful, Exception fault)
    {
        if (doubtful.Length <= 1)
        {
            _culprits.AddRange(doubtful.ToArray().Select(single => single.Fails(fault)));
            return;
        }

        int half = doubtful.Length / 2;
        SiftPart(doubtful.Slice(0, half));
        SiftPart(doubtful.Slice(half));
    }

    private void SiftPart(ReadOnlySpan<Single> part)
    {
        if (_culprits.Count >= MostCulprits)
        {
            return;
        }

        List<DefinitionFile> together = [.. _sound];
        foreach (Single single in part)
        {
            together.Add(single.File);
        }

        if (Fault(together) is { } fault)
        {
            Sift(part, fault);
        }
        else
        {
            _sound.Clear();
            _sound.AddRange(together);
        }
    }

    /// <summary>What is wrong with a plan of files; null where it has become the model.</summary>
    private Exception? Fault(IEnumerable<DefinitionFile> files)
    {
        try
        {
            _model = project(Planner.Plan(CatalogueBuilder.Build(files, references)));
            return null;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return exception;
        }
    }

    /// <summary>A definition as if it were alone in its file.</summary>
    private readonly record struct Single(DefinitionFile File, string SourceFile, DefinitionKind Kind, int Position)
    {
        public static IEnumerable<Single> Of(DefinitionFile file) =>
        [
            .. file.Metrics.Select(static (one, i) => new Single(new() { Metrics = [one] }, one.SourceFile, DefinitionKind.Metric, i)),
            .. file.Events.Select(static (one, i) => new Single(new() { Events = [one] }, one.SourceFile, DefinitionKind.Event, i)),
            .. file.Calculations.Select(static (one, i) => new Single(new() { Calculations = [one] }, one.SourceFile, DefinitionKind.Query, i)),
            .. file.KnownEvents.Select(static (one, i) => new Single(new() { KnownEvents = [one] }, one.SourceFile, DefinitionKind.KnownEvent, i)),
            .. file.Aggregates.Select(static (one, i) => new Single(new() { Aggregates = [one] }, one.SourceFile, DefinitionKind.Aggregate, i)),
            .. file.KeyOverrides.Select(static (one, i) => new Single(new() { KeyOverrides = [one] }, one.SourceFile, DefinitionKind.Override, i)),
        ];

        public Culprit Fails(Exception fault) => new(SourceFile, Kind, Position, fault.Message);
    }
}
