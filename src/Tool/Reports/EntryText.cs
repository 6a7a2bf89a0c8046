using ServicePing.Dictionary;

namespace ServicePing.Tool.Reports;

/// <summary>What a dictionary says of a name, for people.</summary>
/// <param name="shown">A file of a definition, as it is found from where they are.</param>
internal sealed class EntryText(Func<string, string> shown)
{
    internal void Write(MetricsDictionary named)
    {
        foreach (MetricEntry metric in named.Metrics)
        {
            Write(metric.KeyPath, metric.Description, Facts(metric));
        }

        foreach (EventEntry one in named.Events)
        {
            Write($"event {one.Name}", one.Description, Facts(one, named.CounterStore));
        }

        foreach (KnownEventEntry known in named.KnownEvents)
        {
            Write($"known event {known.Name}", "", Facts(known, named.CounterStore));
        }

        foreach (AggregateEntry aggregate in named.Aggregates)
        {
            Write($"aggregate {aggregate.Name}", "", Facts(aggregate));
        }

        foreach (TableEntry table in named.Tables)
        {
            Write($"{table.Kind ?? "table"} {table.Name}", "", Facts(table));
        }

        foreach (OwnerEntry owner in named.Owners)
        {
            Write($"owner {owner.Name}", "", new FactLines().Fact("contact", owner.Contact).Fact("owns", $"serviceping list --owner {owner.Name}"));
        }

        foreach (GoneEntry gone in named.Gone)
        {
            Write($"{gone.Subject} {gone.Name}", $"No definition tells of it any more; {gone.LastRelease} was the last release that had it.", new FactLines());
        }
    }

    private static void Write(string title, string description, FactLines facts)
    {
        Screen.WriteTitle(title);
        Console.Write(description.Length > 0 ? $"{description.Trim()}\n\n{facts}\n" : $"\n{facts}\n");
    }

    private FactLines Facts(MetricEntry metric) => new FactLines()
        .Fact("how", metric.PlainWords)
        .Fact("status", Life(metric.Status, metric.Milestone, metric.MilestoneRemoved))
        .Fact("source", metric.InstrumentationClass is { } name ? $"{metric.DataSource}, {name}" : metric.DataSource)
        .Fact("period", metric.TimeFrame)
        .Fact("value", $"{metric.ValueType}, such as {metric.Sample}")
        .Fact("data category", metric.DataCategory)
        .Fact("owner", Owner(metric.Owner, metric.OwnerContact))
        .Fact("tiers", List(metric.Tiers))
        .Fact("categories", List(metric.Categories))
        .Fact("indicators", List(metric.Indicators))
        .Fact("also as", List(metric.OtherFrames))
        .Fact("made from", List([.. metric.Before.Select(Named)]))
        .Fact("used by", List([.. metric.Behind.Select(Named)]))
        .Fact("replaced by", metric.ReplacedBy)
        .Fact("expires", metric.Expires)
        .Fact("available when", metric.AvailableWhen)
        .Fact("repair", metric.RepairIssueUrl)
        .Fact("introduced", metric.IntroducedByUrl)
        .Fact("removed", metric.RemovedByUrl)
        .Facts("history", metric.History.Select(Told))
        .Fact("file", File(metric.SourceFile))
        .Block($"The definition; `serviceping explain {metric.KeyPath}` shows how its value is computed.", metric.Definition);

    private FactLines Facts(EventEntry one, CounterStoreEntry? store) => new FactLines()
        .Fact("status", Life(one.Status, one.Milestone, one.MilestoneRemoved))
        .Fact("identifiers", List([.. one.Identifiers.Select(identifier => identifier.Type.Length > 0 ? $"{identifier.Name} ({identifier.Type})" : identifier.Name)]))
        .Facts("properties", one.Properties.Select(property =>
            $"{property.Name} ({property.Type}{(property.Values.Count > 0 ? $": {List(property.Values)}" : "")}): {property.Description}"))
        .Fact("owner", Owner(one.Owner, one.OwnerContact))
        .Fact("tiers", List(one.Tiers))
        .Fact("categories", List(one.Categories))
        .Fact("classification", one.Classification)
        .Fact("forwarded", one.IsForwarded ? "each occurrence, where the program forwards events" : null)
        .Facts("metrics", one.Metrics)
        .Facts("counters", one.Counters.Select(counter =>
            $"{CounterStoreEntry.KeyIn(store, counter.Key)}: {counter.Keeps}{(store?.Kind == CounterStoreEntry.Redis ? $" ({counter.Command})" : "")}{(counter.Counted is { } what ? $" of {what}" : "")}{(counter.Filter is { } filter ? $", where {filter}" : "")}"))
        .Fact("introduced", one.IntroducedByUrl)
        .Fact("removed", one.RemovedByUrl)
        .Facts("history", one.History.Select(Told))
        .Fact("file", File(one.SourceFile))
        .Block("The definition:", one.Definition);

    private FactLines Facts(KnownEventEntry known, CounterStoreEntry? store) => new FactLines()
        .Fact("category", known.Category)
        .Fact("slot", known.Slot)
        .Fact("counted", known.Aggregation)
        .Fact("kept", $"{known.ExpiryDays} days after the last write")
        .Fact("feature flag", known.FeatureFlag)
        .Fact("key" + CounterStoreEntry.In(store), CounterStoreEntry.KeyIn(store, known.Key))
        .Facts("metrics", known.Metrics)
        .Fact("file", File(known.SourceFile));

    private FactLines Facts(AggregateEntry aggregate) => new FactLines()
        .Fact("operator", aggregate.Operator)
        .Fact("source", aggregate.Source)
        .Fact("periods", List(aggregate.TimeFrames))
        .Facts("events", aggregate.Events)
        .Fact("feature flag", aggregate.FeatureFlag)
        .Facts("metrics", aggregate.Metrics)
        .Fact("file", File(aggregate.SourceFile));

    private static FactLines Facts(TableEntry table) => new FactLines()
        .Facts("metrics", table.Metrics)
        .Facts("columns", table.Columns.Where(column => column.Uses.Count > 0).Select(column =>
            $"{column.Name}{(column.Type is { } type ? $" {type}" : "")}: {List([.. column.Uses.Select(use => use.Metric)])}"))
        .Facts("unclear", table.Unclear.Select(unclear => $"{List(unclear.Names)} of {unclear.Metric}"));

    private static string Life(string status, string since, string? removed) =>
        status + (since.Length > 0 ? $", since {since}" : "") + (removed is { Length: > 0 } ? $", removed with {removed}" : "");

    private static string Told(HistoryEntry entry) => $"{entry.Version}: {entry.Change}{(entry.Fields.Count == 0 ? "" : $" ({List([.. entry.Fields.Select(field => field.Name)])})")}";

    private static string Owner(string name, string? contact) => contact is null ? name : $"{name}, {contact}";

    private static string Named(LineageEntry entry) => $"{entry.Kind.Replace('_', ' ')} {entry.Name}";

    private static string List(IReadOnlyList<string> items) => string.Join(", ", items);

    private string File(string file) => file.Length == 0 ? "" : shown(file);
}
