using Microsoft.Extensions.Options;

namespace ServicePing.Versions.Tests;

/// <summary>Options act, and those that cannot be right keep the program from starting, with a message that says which.</summary>
public sealed class OptionsTests(PostgresServer postgres) : ReceiverTest(postgres)
{
    [Fact]
    public async Task All_that_is_wrong_is_said_at_the_start()
    {
        OptionsValidationException wrong = await Assert.ThrowsAsync<OptionsValidationException>(() =>
            Receiver.StartAsync(ConnectionString, options =>
            {
                options.MaxBodyBytes = 0;
                options.MaxContentBytes = -1;
                options.MaxDepth = 1;
                options.RequestsPerMinuteOfAddress = 0;
                options.RequestsPerMinuteOfInstance = 0;
                options.MaxWaiting = 0;
                options.RetryAfter = TimeSpan.Zero;
                options.KeepDiagnosticsFor = TimeSpan.Zero;
                options.ActiveUsersKeyPath = "";
                options.DevOpsKeyPaths["wikis"] = ["counts..wikis"];
                options.SigningKeyFile = "/nowhere/key.pem";
            }));

        string[] names =
        [
            "MaxBodyBytes", "MaxContentBytes", "MaxDepth", "RequestsPerMinuteOfAddress", "RequestsPerMinuteOfInstance", "MaxWaiting",
            "RetryAfter", "KeepDiagnosticsFor", "ActiveUsersKeyPath", "'wikis'", "'counts..wikis'", "SigningKeyFile",
        ];
        Assert.Equal(names.Length, wrong.Failures.Count());
        Assert.All(names.Zip(wrong.Failures), pair => Assert.Contains(pair.First, pair.Second, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_address_and_an_instance_may_send_so_much_in_a_minute_and_again_in_the_next()
    {
        await using Receiver receiver = await Receiver.StartAsync(ConnectionString, options =>
        {
            options.RequestsPerMinuteOfAddress = 7;
            options.RequestsPerMinuteOfInstance = 2;
        });

        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("a", "1"))).Status);
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("a", "2"))).Status);
        Answer often = await receiver.PingAsync(SentPing.Of("a", "3"));
        Assert.Equal((429, TimeSpan.FromSeconds(60)), (often.Status, often.RetryAfter));
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("b", "1"))).Status);
        receiver.Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("c", "1"))).Status);
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("d", "1"))).Status);
        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("e", "1"))).Status);
        often = await receiver.PingAsync(SentPing.Of("f", "1"));
        Assert.Equal((429, TimeSpan.FromSeconds(30)), (often.Status, often.RetryAfter));

        receiver.Clock.Advance(TimeSpan.FromSeconds(30));

        Assert.Equal(201, (await receiver.PingAsync(SentPing.Of("a", "3"))).Status);
        Assert.Equal(0, await AskAsync<long>("SELECT count(*) FROM versions.refusals"));
    }

    [Fact]
    public async Task While_more_wait_than_may_the_rest_is_asked_to_come_again()
    {
        await using Receiver receiver = await Receiver.StartAsync(ConnectionString, options => options.MaxWaiting = 1);
        Answer[] answers = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => receiver.PingAsync(SentPing.Of(cycle: $"{number}"))));

        Assert.All(answers, answer => Assert.True(answer.Status is 201 or 503, answer.ToString()));
        Assert.All(answers.Where(answer => answer.Status == 503), answer => Assert.Equal(TimeSpan.FromMinutes(1), answer.RetryAfter));
        Assert.Equal(answers.Count(answer => answer.Status == 201), await AskAsync<long>("SELECT count(*) FROM versions.pings"));
    }

    [Fact]
    public async Task Four_receivers_that_start_at_once_make_one_schema_and_one_key()
    {
        await ExecuteAsync("DROP SCHEMA IF EXISTS versions CASCADE");

        Receiver[] receivers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Receiver.StartAsync(ConnectionString)));
        Answer[] answers = await Task.WhenAll(receivers.Select(receiver => receiver.PingAsync(SentPing.Of())));
        foreach (Receiver receiver in receivers)
        {
            await receiver.DisposeAsync();
        }

        Assert.All(answers, answer => Assert.Equal(answers[0].Bytes, answer.Bytes));
        Assert.Equal(1, await AskAsync<long>("SELECT count(*) FROM versions.signing_keys"));
        Assert.Equal(ReceiverSchema.Migrations.Count, await AskAsync<long>("SELECT count(*) FROM versions.migrations"));
    }
}
