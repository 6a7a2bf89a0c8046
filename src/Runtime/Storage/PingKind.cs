namespace ServicePing;

/// <summary>What a ping says of each metric.</summary>
public enum PingKind
{
    /// <summary>Its value: the payload, which is sent.</summary>
    AllValues,

    /// <summary>The SQL that computes it; kept and never sent.</summary>
    Queries,

    /// <summary>Its value where no SQL computes it; kept and never sent.</summary>
    NonSql,
}
