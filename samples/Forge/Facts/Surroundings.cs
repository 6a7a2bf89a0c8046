using Npgsql;
using ServicePing;

namespace Forge.Facts;

/// <summary>What ready-made metrics ask of Forge: since when there are people, and what it is set up with.</summary>
internal sealed class Surroundings(NpgsqlDataSource database, IConfiguration configuration) : IInstanceSurroundings
{
    public async ValueTask<DateTimeOffset?> FirstUsedAsync(CancellationToken cancellationToken)
    {
        await using NpgsqlCommand command = database.CreateCommand("SELECT min(created_at) FROM users");
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime first ? first : null;
    }

    public ValueTask<string?> MailServerAsync(CancellationToken cancellationToken) => new(configuration["Mail:Server"] ?? "");

    public ValueTask<IReadOnlyDictionary<string, ObjectStorage>?> ObjectStoragesAsync(CancellationToken cancellationToken) =>
        new(configuration.GetSection("ObjectStorage").GetChildren().ToDictionary(
            storage => storage.Key,
            storage => new ObjectStorage(storage.GetValue<bool>("Enabled"), storage["Provider"])));

    public ValueTask<IReadOnlyDictionary<string, string>?> ComponentVersionsAsync(CancellationToken cancellationToken) =>
        new(new Dictionary<string, string>
        {
            ["git"] = configuration["Git:Version"]!,
            ["npgsql"] = typeof(NpgsqlDataSource).Assembly.GetName().Version!.ToString(3),
        });
}
