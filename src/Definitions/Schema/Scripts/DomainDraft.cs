using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Sql;

namespace ServicePing.Definitions.Schema.Scripts;

/// <summary>A domain while the statements about it are read.</summary>
internal sealed class DomainDraft(QualifiedName name, SqlType type)
{
    private readonly List<TableCheck> _checks = [];
    private bool _isNullable = true;

    public QualifiedName Name { get; set; } = name;

    /// <summary>Takes a constraint, or a word that is none.</summary>
    public void TakeConstraint(SqlCursor cursor)
    {
        string? constraint = cursor.Take("constraint") ? cursor.TakeName() : null;
        if (cursor.Is("check") && cursor.Peek(1).Kind == SqlTokenKind.OpenParenthesis)
        {
            _checks.Add(TableBody.TakeCheck(cursor, constraint));
        }
        else if (cursor.Take("not", "null"))
        {
            _isNullable = false;
        }
        else
        {
            cursor.SkipNested();
        }
    }

    /// <summary>Reads what follows the name in ALTER DOMAIN.</summary>
    public void Alter(SqlCursor cursor)
    {
        if (cursor.Take("add"))
        {
            TakeConstraint(cursor);
        }
        else if (cursor.Take("set", "not"))
        {
            _isNullable = false;
        }
        else if (cursor.Take("drop", "not"))
        {
            _isNullable = true;
        }
        else if (cursor.Take("drop", "constraint"))
        {
            cursor.Take("if", "exists");
            string? constraint = cursor.TakeName();
            _checks.RemoveAll(check => check.Name is null || check.Name == constraint);
        }
        else if (cursor.Take("validate", "constraint") && cursor.TakeName() is { } valid)
        {
            int index = _checks.FindIndex(check => check.Name == valid);
            if (index >= 0)
            {
                _checks[index] = _checks[index] with { IsSure = true };
            }
        }
    }

    /// <param name="isLoose">Whether texts may be equal that are written otherwise, so that no list of values says all.</param>
    public DomainType Build(bool isLoose)
    {
        EquatableArray<string> values = [];
        foreach (CheckedValues found in _checks.Where(static check => check.IsSure).SelectMany(static check => check.Values))
        {
            if (found.Column == "value")
            {
                values = values.IsEmpty ? found.Values : values.Where(found.Values.Contains).ToEquatableArray();
            }
        }

        return new DomainType(Name, type, _isNullable) { Values = isLoose ? [] : values };
    }
}
