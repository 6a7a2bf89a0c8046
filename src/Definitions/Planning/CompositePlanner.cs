using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Counters;
using ServicePing.Definitions.GitLab;
using ServicePing.Definitions.Model;
using ValueType = ServicePing.Definitions.Model.ValueType;

namespace ServicePing.Definitions.Planning;

/// <summary>Finds the metrics from which others are computed, and the shapes of values, which depend on them.</summary>
internal sealed class CompositePlanner
{
    private readonly DefinitionCatalogue _catalogue;
    private readonly CalculationBinder _calculations;
    private readonly Lazy<Dictionary<string, int>> _slots;
    private readonly ValueShape?[] _shapes;
    private readonly ReferencedNames _references;
    private readonly List<string> _referenced = [];
    private readonly Dictionary<string, CompositePlanner> _planners = new(StringComparer.Ordinal);

    public CompositePlanner(DefinitionCatalogue catalogue, CalculationBinder calculations)
    {
        _catalogue = catalogue;
        _calculations = calculations;
        _slots = new Lazy<Dictionary<string, int>>(() => Slots(catalogue));
        _shapes = new ValueShape?[catalogue.Metrics.Count];
        _references = new ReferencedNames(catalogue.References);
    }

    /// <summary>The key paths of references that are taken, in the order of their slots, which follow those of the catalogue.</summary>
    public IReadOnlyList<string> Referenced => _referenced;

    /// <summary>The slots from which a metric is computed, or what hinders it.</summary>
    public EquatableArray<int> Parts(int slot, QueryDefinition query, out OperandHindrance? hindrance)
    {
        TimeFrame? frame = FrameOfParts(query, _catalogue.Metrics[slot].TimeFrame);
        int[] parts = new int[query.Operands.Count];
        for (int i = 0; i < parts.Length; i++)
        {
            if ((Slot(query.Operands[i], frame) ?? ReferencedSlot(query.Operands[i], frame)) is not { } part)
            {
                hindrance = new OperandHindrance(
                    frame is null
                        ? $"It {Verb(query, i)} '{query.Operands[i]}', which is no key path of a metric."
                        : $"It {Verb(query, i)} '{query.Operands[i]}', which has no value for the same time frame.",
                    i);
                return [];
            }

            parts[i] = part;
        }

        int circle = Array.FindIndex(parts, part => Reaches(slot, [part]));
        hindrance = circle < 0 ? null : new OperandHindrance(
            query.Operation == Operation.Add ? "It adds itself." : "It is computed from itself.", circle);
        return parts.ToEquatableArray();
    }

    /// <summary>The first of the metrics from which one is computed whose value is no number, for sites neither number nor truth, and why that hinders it; null for none.</summary>
    public OperandHindrance? NoNumber(QueryDefinition query, TimeFrame frame)
    {
        for (int i = 0; i < query.Operands.Count; i++)
        {
            string? value = ShapeOfPart(query.Operands[i], FrameOfParts(query, frame)) switch
            {
                ValueShape.Json => "an object",
                ValueShape.Boolean when query.Operation != Operation.Sites => "true or false",
                ValueShape.Text => "a text",
                _ => null,
            };
            if (value is not null)
            {
                return new OperandHindrance($"It {Verb(query, i)} '{query.Operands[i]}', whose value is {value}.", i);
            }
        }

        return null;
    }

    private static string Verb(QueryDefinition query, int operand) =>
        query.Operation == Operation.Sites ? "lists" : query.Operation != Operation.Ratio ? "adds" : operand == 0 ? "divides" : "divides by";

    /// <summary>The time frame that parts must have; null where sites report whole key paths, each of its own.</summary>
    private static TimeFrame? FrameOfParts(QueryDefinition query, TimeFrame frame) => query.Operation == Operation.Sites ? null : frame;

    /// <summary>The C# type of a slot's value.</summary>
    public ValueShape ShapeOf(int slot)
    {
        if (_shapes[slot] is { } known)
        {
            return known;
        }

        // While the parts are looked at, so that metrics that add each other come to an end.
        _shapes[slot] = ValueShape.Double;
        ValueShape shape = Compute(_catalogue.Metrics[slot]);
        _shapes[slot] = shape;
        return shape;
    }

    private static Dictionary<string, int> Slots(DefinitionCatalogue catalogue)
    {
        Dictionary<string, int> slots = new(catalogue.Metrics.Count, StringComparer.Ordinal);
        for (int slot = 0; slot < catalogue.Metrics.Count; slot++)
        {
            slots.Add(catalogue.Metrics[slot].KeyPath, slot);
        }

        return slots;
    }

    /// <summary>The slot of a key path without suffix, for a time frame; of a whole key path where there is none.</summary>
    private int? Slot(string keyPath, TimeFrame? frame)
    {
        bool IsOf(string name, out int slot) =>
            _slots.Value.TryGetValue(name, out slot) && (frame is null || _catalogue.Metrics[slot].TimeFrame == frame);
        return IsOf(keyPath + Suffix(frame), out int slot) || IsOf(keyPath, out slot) ? slot : null;
    }

    /// <summary>The slot that the set gives to a key path of a reference.</summary>
    private int? ReferencedSlot(string keyPath, TimeFrame? frame)
    {
        if (Referred(keyPath, frame) is not { } found)
        {
            return null;
        }

        string whole = found.Set.Catalogue.Metrics[found.Slot].KeyPath;
        int position = _referenced.IndexOf(whole);
        if (position < 0)
        {
            position = _referenced.Count;
            _referenced.Add(whole);
        }

        return _catalogue.Metrics.Count + position;
    }

    private (ReferencedSet Set, int Slot)? Referred(string keyPath, TimeFrame? frame)
    {
        bool IsOf(string name, out (ReferencedSet Set, int Slot) found) =>
            _references.Metrics.TryGetValue(name, out found)
            && (frame is null || found.Set.Catalogue.Metrics[found.Slot].TimeFrame == frame);
        return IsOf(keyPath + Suffix(frame), out (ReferencedSet Set, int Slot) found) || IsOf(keyPath, out found)
            ? found
            : null;
    }

    private static string Suffix(TimeFrame? frame) => frame is { } one ? TimeFrameExpansion.Suffix(one) : "";

    private ValueShape ShapeOfPart(string keyPath, TimeFrame? frame)
    {
        if (Slot(keyPath, frame) is { } part)
        {
            return ShapeOf(part);
        }

        if (Referred(keyPath, frame) is not { } found)
        {
            return ValueShape.Double;
        }

        if (!_planners.TryGetValue(found.Set.Library, out CompositePlanner? planner))
        {
            DefinitionCatalogue catalogue = found.Set.Catalogue;
            _planners.Add(found.Set.Library, planner = new CompositePlanner(catalogue, new CalculationBinder(catalogue.Calculations)));
        }

        return planner.ShapeOf(found.Slot);
    }

    private bool Reaches(int target, IEnumerable<int> from)
    {
        HashSet<int> seen = [];
        Stack<int> open = new(from);
        while (open.Count > 0)
        {
            int slot = open.Pop();
            if (slot == target)
            {
                return true;
            }

            // Metrics of references know nothing of the project's.
            if (slot < _catalogue.Metrics.Count && seen.Add(slot))
            {
                Metric metric = _catalogue.Metrics[slot];
                QueryDefinition? query = _calculations.Bind(metric.Definition).Query;
                foreach (string keyPath in query?.Operands ?? [])
                {
                    if (Slot(keyPath, FrameOfParts(query!, metric.TimeFrame)) is { } part)
                    {
                        open.Push(part);
                    }
                }
            }
        }

        return false;
    }

    private ValueShape Compute(Metric metric)
    {
        MetricDefinition definition = metric.Definition;
        switch (definition.ValueType)
        {
            case ValueType.String:
                return ValueShape.Text;
            case ValueType.Boolean:
                return ValueShape.Boolean;
            case ValueType.Object:
                return ValueShape.Json;
        }

        switch (definition.DataSource)
        {
            case DataSource.InternalEvents:
                return definition.Events.IsEmpty ? ValueShape.Integer : CounterKeys.KindOf(definition.Events[0]) switch
                {
                    CounterKind.Sum => ValueShape.Double,
                    CounterKind.UniqueTotals => ValueShape.Json,
                    _ => ValueShape.Integer,
                };
            case DataSource.Redis or DataSource.RedisHll:
                return ValueShape.Integer;
            default:
                return _calculations.Bind(definition).Query is { } query ? Compute(query, metric.TimeFrame)
                    : IsUnwritten(definition) || metric.Derived is not null || AggregateForm.Is(definition) ? ValueShape.Integer
                    : ValueShape.Double;
        }
    }

    private ValueShape Compute(QueryDefinition query, TimeFrame frame)
    {
        if (!query.GroupBy.IsEmpty)
        {
            return ValueShape.Json;
        }

        switch (query.Operation)
        {
            case Operation.Count or Operation.DistinctCount:
                return ValueShape.Integer;
            case Operation.Sum or Operation.Max or Operation.Min or Operation.Percentile:
                return ValueShape.Decimal;
            case Operation.Exists:
                return ValueShape.Boolean;
            case Operation.Histogram or Operation.Sites:
                return ValueShape.Json;
            case Operation.Add:
                IEnumerable<ValueShape> shapes = query.Parts.IsEmpty
                    ? query.Metrics.Select(keyPath => ShapeOfPart(keyPath, frame))
                    : query.Parts.Select(part => Compute(part, frame));
                return Widest(shapes);
            case Operation.Ratio:
                return ValueShape.Double;
            case null when query.Value is null && query.PromQl is null:
                return ValueShape.Integer;
            default:
                return query.Value is { Kind: OptionKind.Number } number && long.TryParse(number.Text, out _)
                    ? ValueShape.Integer
                    : ValueShape.Double;
        }
    }

    /// <summary>Whether the calculation is still to be written, or cannot be read: most are counts, so that code goes on compiling.</summary>
    private static bool IsUnwritten(MetricDefinition definition) =>
        definition.IsBroken || definition is { DataSource: DataSource.Database, InstrumentationClass: null };

    /// <summary>The shape of a sum: whole numbers stay whole, one float makes a float.</summary>
    private static ValueShape Widest(IEnumerable<ValueShape> shapes)
    {
        ValueShape widest = ValueShape.Integer;
        foreach (ValueShape shape in shapes)
        {
            widest = (widest, shape) switch
            {
                (_, ValueShape.Integer) => widest,
                (ValueShape.Integer or ValueShape.Decimal, ValueShape.Decimal) => ValueShape.Decimal,
                _ => ValueShape.Double,
            };
        }

        return widest;
    }
}

/// <summary>Why a metric cannot be computed from others.</summary>
/// <param name="Message">A sentence.</param>
/// <param name="Operand">Which of the others it is, from 0.</param>
internal sealed record OperandHindrance(string Message, int Operand);
