namespace ServicePing.Runtime.ReadyMade;

/// <summary>The version of the PostgreSQL server, such as <c>16.3</c>.</summary>
[InstrumentationClass]
internal sealed class PostgresVersionMetric(ProductDatabase database) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        string version = (await database.AskAsync<string>("SELECT current_setting('server_version')", cancellationToken).ConfigureAwait(false))!;

        // Packagers write theirs behind it: "16.3 (Debian 16.3-1.pgdg120+1)".
        return version.Split(' ')[0];
    }
}

/// <summary>The identifier that the database cluster was given when it was made; its standbys have the same.</summary>
[InstrumentationClass]
internal sealed class PostgresSystemIdentifierMetric(ProductDatabase database) : IFact<long>
{
    public async ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        await database.AskAsync<long>("SELECT system_identifier FROM pg_catalog.pg_control_system()", cancellationToken).ConfigureAwait(false);
}

/// <summary>Whose PostgreSQL the server is, in GitLab's words; null where it is nobody's service that is known.</summary>
/// <remarks>Each service has something that no other has. Aurora has what RDS has, and a flexible server of Azure what a single one has.</remarks>
[InstrumentationClass]
internal sealed class PostgresFlavorMetric(ProductDatabase database) : IFact<string>
{
    internal const string Question =
        """
        SELECT CASE
            WHEN EXISTS (SELECT FROM pg_catalog.pg_proc WHERE proname = 'aurora_version') THEN 'Amazon Aurora PostgreSQL'
            WHEN current_setting('rds.extensions', true) IS NOT NULL THEN 'PostgreSQL on Amazon RDS'
            WHEN current_setting('alloydb.iam_authentication', true) IS NOT NULL THEN 'AlloyDB for PostgreSQL'
            WHEN current_setting('cloudsql.iam_authentication', true) IS NOT NULL THEN 'Cloud SQL for PostgreSQL'
            WHEN current_setting('azure.extensions', true) IS NOT NULL THEN 'Azure Database for PostgreSQL - Flexible Server'
            WHEN EXISTS (SELECT FROM pg_catalog.pg_database WHERE datname = 'azure_maintenance') THEN 'Azure Database for PostgreSQL - Single Server'
        END
        """;

    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        (await database.AskAsync<string>(Question, cancellationToken).ConfigureAwait(false))!;
}

/// <summary>What the database takes on the disk, in bytes.</summary>
[InstrumentationClass]
internal sealed class DatabaseSizeMetric(ProductDatabase database) : IFact<long>
{
    public async ValueTask<long> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        await database.AskAsync<long>("SELECT pg_catalog.pg_database_size(current_database())", cancellationToken).ConfigureAwait(false);
}

/// <summary>Whether the server takes writes, <c>primary</c>, or follows one that does, <c>standby</c>.</summary>
[InstrumentationClass]
internal sealed class ReplicationRoleMetric(ProductDatabase database) : IFact<string>
{
    public async ValueTask<string> ReadAsync(FactContext context, CancellationToken cancellationToken) =>
        await database.AskAsync<bool>("SELECT pg_catalog.pg_is_in_recovery()", cancellationToken).ConfigureAwait(false) ? "standby" : "primary";
}
