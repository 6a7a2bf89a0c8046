using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema;

/// <summary>Finds what a schema has, by name. Made once a schema, used for every query.</summary>
public sealed class SchemaLookup
{
    private readonly Dictionary<QualifiedName, Table> _tables = [];
    private readonly Dictionary<QualifiedName, DomainType> _domains = [];
    private readonly Dictionary<QualifiedName, EnumType> _enums = [];
    private readonly Dictionary<string, bool> _functions = new(StringComparer.Ordinal);
    private readonly HashSet<string> _aggregates = new(StringComparer.Ordinal);
    private readonly HashSet<QualifiedName> _haveForeignParts = [];
    private readonly IReadOnlyList<string> _searchPath;
    private readonly IReadOnlyList<SchemaGap> _gaps;

    /// <summary>Prepares a schema.</summary>
    public SchemaLookup(DatabaseSchema schema)
    {
        _searchPath = schema.SearchPath;
        _gaps = schema.Gaps;
        foreach (Table table in schema.Tables)
        {
            _tables[table.Name] = table;
        }

        foreach (Table part in schema.Tables.Where(static table => table.Kind == TableKind.ForeignTable))
        {
            AddForeignPart(part);
        }

        foreach (EnumType type in schema.Enums)
        {
            _enums[type.Name] = type;
        }

        foreach (DomainType domain in schema.Domains)
        {
            _domains[domain.Name] = domain;
        }

        foreach (Function function in schema.Functions)
        {
            _functions.TryGetValue(function.Name.Name, out bool isVolatile);
            _functions[function.Name.Name] = isVolatile || function.IsVolatile;
            if (function.IsAggregate)
            {
                _aggregates.Add(function.Name.Name);
            }
        }
    }

    /// <summary>The table or view that a name means; along the search path where it has no schema.</summary>
    public Table? FindTable(string? schema, string name)
    {
        if (schema is not null)
        {
            return _tables.TryGetValue(new(schema, name), out Table? exact) ? exact : null;
        }

        foreach (string candidate in _searchPath)
        {
            if (_tables.TryGetValue(new(candidate, name), out Table? table))
            {
                return table;
            }
        }

        return null;
    }

    /// <summary>What may make a table that nobody has read; null where nothing does.</summary>
    /// <param name="schema">The schema in which the table is looked for; null for those of the search path.</param>
    internal SchemaGap? FindGap(string? schema) => _gaps.FirstOrDefault(gap =>
        gap.Schema is null || (schema is null ? _searchPath.Contains(gap.Schema) : gap.Schema == schema));

    /// <summary>What may give a table that was read another form; null where nothing does.</summary>
    internal SchemaGap? AlteringGap => _gaps.FirstOrDefault(static gap => gap.MayAlter);

    /// <summary>The name of a table as SQL, with its schema where the search path does not lead to it.</summary>
    internal string NameOf(Table table) => FindTable(null, table.Name.Name)?.Name == table.Name
        ? SqlName.Quote(table.Name.Name)
        : $"{SqlName.Quote(table.Name.Schema)}.{SqlName.Quote(table.Name.Name)}";

    internal void Replace(Table table) => _tables[table.Name] = table;

    /// <summary>Whether a table and all its parts have pages in this database; views and foreign tables have none.</summary>
    internal bool HasPages(Table table) =>
        table.Kind is TableKind.Table or TableKind.MaterializedView && !_haveForeignParts.Contains(table.Name);

    internal bool HasFunction(string name) => _functions.ContainsKey(name);

    internal bool IsAggregate(string function) => _aggregates.Contains(function);

    internal bool IsVolatile(string function) => _functions.TryGetValue(function, out bool isVolatile) && isVolatile;

    /// <summary>The table whose name is nearest to one that nothing has, as SQL that can be written in its place.</summary>
    internal string? NearestTable(string? schema, string name)
    {
        var candidates = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (Table table in _tables.Values.OrderBy(table => table.Name))
        {
            bool isNear = schema is null ? _searchPath.Contains(table.Name.Schema) : table.Name.Schema == schema;
            if (isNear || !candidates.ContainsKey(table.Name.Name))
            {
                candidates[table.Name.Name] = NameOf(table);
            }
        }

        return Suggestion.Nearest(name, candidates.Keys) is { } nearest ? candidates[nearest] : null;
    }

    /// <summary>What can be done with the values of a type; domains count as what they are made of.</summary>
    internal TypeFamily FamilyOf(SqlType? type)
    {
        if (type is null)
        {
            return TypeFamily.Unknown;
        }

        for (int depth = 0; depth < 8 && !type.IsArray && Find(type, _domains.Keys) is { } domain; depth++)
        {
            type = _domains[domain].Type;
        }

        return type.IsArray ? TypeFamily.Array : Find(type, _enums.Keys) is not null ? TypeFamily.Enum : type.Family;
    }

    /// <summary>The only values that a column may have; null where it may have any, or nobody knows.</summary>
    /// <param name="column">The column.</param>
    /// <param name="read">The type as which it is read.</param>
    internal AllowedValues? AllowedFor(Column column, SqlType? read)
    {
        if (column.Type is not { } type || AlteringGap is not null)
        {
            return null;
        }

        // A cast to a text or to the type itself changes no value.
        bool isCast = read != type;
        if (isCast && !(FamilyOf(read) == TypeFamily.Text || (FamilyOf(read) == TypeFamily.Enum && FamilyOf(type) == TypeFamily.Enum)))
        {
            return null;
        }

        EquatableArray<string> values = column.Values;
        for (int depth = 0; depth < 8 && !type.IsArray && Find(type, _domains.Keys) is { } domain; depth++)
        {
            values = values.IsEmpty ? _domains[domain].Values : values;
            type = _domains[domain].Type;
        }

        values = values.IsEmpty && !type.IsArray && Find(type, _enums.Keys) is { } name ? _enums[name].Labels : values;
        TypeFamily family = FamilyOf(type);
        return !values.IsEmpty && family is TypeFamily.Enum or TypeFamily.Text or TypeFamily.Integer or TypeFamily.Number
            ? new AllowedValues(values, type, family)
            : null;
    }

    private void AddForeignPart(Table part)
    {
        foreach (QualifiedName whole in part.PartitionOf is { } parent ? [parent] : part.Parents)
        {
            if (_haveForeignParts.Add(whole) && _tables.TryGetValue(whole, out Table? table))
            {
                AddForeignPart(table);
            }
        }
    }

    private QualifiedName? Find(SqlType type, ICollection<QualifiedName> names)
    {
        foreach (string schema in type.Schema is null ? _searchPath : [type.Schema])
        {
            if (names.Contains(new(schema, type.Name)))
            {
                return new(schema, type.Name);
            }
        }

        return null;
    }
}
