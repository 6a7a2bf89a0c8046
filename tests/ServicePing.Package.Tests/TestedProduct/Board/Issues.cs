using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Board;

/// <summary>What people do with issues.</summary>
public sealed class Issues(NpgsqlDataSource database, BoardEvents events, BoardKnownEvents knownEvents)
{
    public async Task CreateAsync(long user, BoardEvents.CreateIssueLabel label)
    {
        await ExecuteAsync("INSERT INTO issues (state_id) VALUES (1)");
        events.CreateIssue(user: user, project: 1, label: label);
    }

    public async Task CloseAllAsync(long user)
    {
        await ExecuteAsync("UPDATE issues SET state_id = 2");
        events.CloseIssue(user: user);
    }

    public void Archive(long user) => events.ArchiveIssue(user: user);

    public void Search(long user) => knownEvents.SearchIssues(user);

    private async Task ExecuteAsync(string sql)
    {
        await using NpgsqlCommand command = database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}

public static class BoardServices
{
    public static IServiceCollection AddBoard(this IServiceCollection services, string connection, Func<bool>? doNotTrack = null)
    {
        services.AddSingleton(_ => NpgsqlDataSource.Create(connection));
        services.AddSingleton<Issues>();
        return services.AddServicePing(ping => ping
            .UsePostgres(provider => provider.GetRequiredService<NpgsqlDataSource>())
            .UseRedis("localhost:1")
            .Configure(options => options.DoNotTrack = doNotTrack));
    }
}
