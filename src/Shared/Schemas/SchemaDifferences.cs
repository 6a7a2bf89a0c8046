namespace ServicePing.Shared.Schemas;

/// <summary>
/// Compares what a schema says with what a database has. Only what differs for certain is told: where one side does not know, nothing is.
/// Partitions come and go, and are on neither side.
/// </summary>
internal static class SchemaDifferences
{
    /// <summary>The inconsistencies, by table; sequences last.</summary>
    internal static IReadOnlyList<SchemaInconsistency> Between(SchemaObjects said, SchemaObjects live)
    {
        List<SchemaInconsistency> found = [];
        Dictionary<string, Dictionary<SchemaObjectKind, List<SchemaObject>>> ours = ByTable(said);
        Dictionary<string, Dictionary<SchemaObjectKind, List<SchemaObject>>> theirs = ByTable(live);
        foreach (string table in ours.Keys.Concat(theirs.Keys).Distinct().Where(static table => table.Length > 0).OrderBy(static table => table, StringComparer.Ordinal))
        {
            ours.TryGetValue(table, out Dictionary<SchemaObjectKind, List<SchemaObject>>? here);
            theirs.TryGetValue(table, out Dictionary<SchemaObjectKind, List<SchemaObject>>? there);
            if (here is not null && there is not null)
            {
                Compare(here, there, found);
            }
            else if (there is null)
            {
                found.Add(Missing(here![SchemaObjectKind.Table][0]));
            }
            else if (said.IsWhole)
            {
                found.Add(Extra(there[SchemaObjectKind.Table][0]));
            }
        }

        if (ours.TryGetValue("", out Dictionary<SchemaObjectKind, List<SchemaObject>>? sequences))
        {
            List<SchemaObject> others = theirs.TryGetValue("", out Dictionary<SchemaObjectKind, List<SchemaObject>>? all) ? all[SchemaObjectKind.Sequence] : [];
            CompareSequences(sequences[SchemaObjectKind.Sequence], others, found);
        }

        return found;
    }

    private static void Compare(
        Dictionary<SchemaObjectKind, List<SchemaObject>> said, Dictionary<SchemaObjectKind, List<SchemaObject>> live, List<SchemaInconsistency> found)
    {
        SchemaObject table = said[SchemaObjectKind.Table][0];
        SchemaObject other = live[SchemaObjectKind.Table][0];
        if (table.Definition != other.Definition)
        {
            found.Add(Different(table, other));
            if (KindOf(table) != KindOf(other))
            {
                return;
            }
        }

        // Of some views nobody knows the columns.
        if (said.ContainsKey(SchemaObjectKind.Column) && live.ContainsKey(SchemaObjectKind.Column))
        {
            CompareNamed(said, live, SchemaObjectKind.Column, found);
        }

        CompareNamed(said, live, SchemaObjectKind.ForeignKey, found);
        CompareNamed(said, live, SchemaObjectKind.Index, found);
        CompareNamed(said, live, SchemaObjectKind.Trigger, found);
    }

    private static void CompareNamed(
        Dictionary<SchemaObjectKind, List<SchemaObject>> said, Dictionary<SchemaObjectKind, List<SchemaObject>> live, SchemaObjectKind kind, List<SchemaInconsistency> found)
    {
        List<SchemaObject> rest = [.. live.TryGetValue(kind, out List<SchemaObject>? there) ? there : []];
        foreach (SchemaObject one in said.TryGetValue(kind, out List<SchemaObject>? here) ? here : [])
        {
            // What the file leaves without a name is known by what it is made of.
            int at = rest.FindIndex(other => one.Name.Length > 0 ? other.Name == one.Name : other.Definition == one.Definition);
            if (at < 0)
            {
                found.Add(Missing(one));
                continue;
            }

            if (one.Definition != rest[at].Definition && one.Definition.Length > 0 && rest[at].Definition.Length > 0)
            {
                found.Add(Different(one, rest[at]));
            }

            rest.RemoveAt(at);
        }

        found.AddRange(rest.Select(Extra));
    }

    /// <summary>Columns make sequences that no file names; only those that it names are looked for.</summary>
    private static void CompareSequences(List<SchemaObject> said, List<SchemaObject> live, List<SchemaInconsistency> found)
    {
        foreach (SchemaObject one in said)
        {
            if (live.Find(other => other.Name == one.Name) is not { } other)
            {
                found.Add(Missing(one));
            }
            else if (one.Definition.Length > 0 && one.Definition != other.Definition)
            {
                found.Add(new SchemaInconsistency(one.Shown, "DifferentSequenceOwners", "Sequence", one, other));
            }
        }
    }

    private static string KindOf(SchemaObject table) => table.Definition.Split(',')[0];

    private static SchemaInconsistency Missing(SchemaObject one) => new(one.Shown, "Missing" + Many(one.Kind), one.Kind.ToString(), one, null);

    private static SchemaInconsistency Extra(SchemaObject one) => new(one.Shown, "Extra" + Many(one.Kind), one.Kind.ToString(), null, one);

    /// <summary>A column that is made otherwise is a table that is.</summary>
    private static SchemaInconsistency Different(SchemaObject said, SchemaObject live) => said.Kind == SchemaObjectKind.Column
        ? new SchemaInconsistency(said.Table, "DifferentDefinitionTables", nameof(SchemaObjectKind.Table), said, live)
        : new SchemaInconsistency(said.Shown, "DifferentDefinition" + Many(said.Kind), said.Kind.ToString(), said, live);

    private static string Many(SchemaObjectKind kind) => kind switch
    {
        SchemaObjectKind.Column => "TableColumns",
        SchemaObjectKind.Index => "Indexes",
        _ => kind + "s",
    };

    private static Dictionary<string, Dictionary<SchemaObjectKind, List<SchemaObject>>> ByTable(SchemaObjects objects) => objects.All
        .GroupBy(static one => one.Table, StringComparer.Ordinal)
        .ToDictionary(
            static table => table.Key,
            static table => table.GroupBy(static one => one.Kind).ToDictionary(static kind => kind.Key, static kind => kind.ToList()),
            StringComparer.Ordinal);
}
