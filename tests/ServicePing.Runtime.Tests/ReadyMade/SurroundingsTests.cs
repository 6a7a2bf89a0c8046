using ServicePing.Runtime.ReadyMade;

namespace ServicePing.Tests.ReadyMade;

/// <summary>The sets that the program answers for: mail, object_storage, sign_in, components, installation.</summary>
public sealed class SurroundingsTests
{
    [Theory]
    [InlineData("mail", "mail.smtp_server Ok sendgrid")]
    [InlineData("object_storage", """object_store Ok {"artifacts":{"enabled":false,"provider":null,"direct_upload":false},"uploads":{"enabled":true,"provider":"AWS","direct_upload":true}}""")]
    [InlineData("sign_in", """settings.sign_in_providers Ok ["google","ldap"]""")]
    [InlineData("components", """components Ok {"git":"2.43.0","registry":"3.1"}""", """git.version Ok {"major":2,"minor":43,"patch":0}""")]
    public async Task What_the_program_answers_is_reported_in_one_order(string set, params string[] expected)
    {
        await using Ping ping = ReadyMadePing.Of(set, surroundings: new Answers());

        Assert.Equal(expected, ReadyMadePing.Texts(await ReadyMadePing.CollectAsync(ping)));
    }

    [Theory]
    [InlineData("mail", "MailServerAsync")]
    [InlineData("object_storage", "ObjectStoragesAsync")]
    [InlineData("sign_in", "SignInProvidersAsync")]
    [InlineData("components", "ComponentVersionsAsync")]
    public async Task Without_an_answer_it_is_unavailable_and_the_message_says_what_to_write(string set, string member)
    {
        await using Ping none = ReadyMadePing.Of(set);
        await using Ping silent = ReadyMadePing.Of(set, surroundings: new Silence());
        await using Ping failing = ReadyMadePing.Of(set, surroundings: new Failures());

        Assert.All((await ReadyMadePing.CollectAsync(none)).Values, without => Assert.Equal(
            (ReadingStatus.Unavailable, $"The program has no IInstanceSurroundings: implement {member}, and add the class to the services."),
            (without.Status, without.Message)));
        Assert.All((await ReadyMadePing.CollectAsync(silent)).Values, unanswered => Assert.Equal(
            (ReadingStatus.Unavailable, $"The program's IInstanceSurroundings does not answer {member}."), (unanswered.Status, unanswered.Message)));
        Assert.All((await ReadyMadePing.CollectAsync(failing)).Values, failed => Assert.Equal(
            (ReadingStatus.Failed, "No answer today."), (failed.Status, failed.Message)));
    }

    [Theory]
    [InlineData("2.26.1", """{"major":2,"minor":26,"patch":1}""")]
    [InlineData("git version 2.43.0.windows.1", """{"major":2,"minor":43,"patch":0}""")]
    [InlineData("git version 2.39.5 (Apple Git-154)", """{"major":2,"minor":39,"patch":5}""")]
    [InlineData("2.44-rc1", """{"major":2,"minor":44}""")]
    [InlineData("3", """{"major":3}""")]
    [InlineData("12345678901", null)]
    [InlineData("unknown", null)]
    [InlineData("", null)]
    public async Task The_version_of_git_is_reported_as_numbers_in_GitLab_s_shape(string version, string? expected)
    {
        await using Ping ping = ReadyMadePing.Of("components", surroundings: new Answers { Components = new() { ["git"] = version } });

        MetricReading reading = (await ReadyMadePing.CollectAsync(ping))["git.version"];

        Assert.Equal(expected is null ? ReadingStatus.Failed : ReadingStatus.Ok, reading.Status);
        Assert.Equal(expected ?? "-1", ReadyMadePing.Text(reading));
        Assert.Equal(expected is null, reading.Message?.Contains("return one as 2.43.0", StringComparison.Ordinal) == true);
    }

    [Fact]
    public async Task A_product_without_git_has_no_version_of_it()
    {
        await using Ping ping = ReadyMadePing.Of("components", surroundings: new Answers { Components = new() { ["registry"] = "3.1" } });

        ServicePingPayload payload = await ping.CollectAsync();

        Assert.DoesNotContain("\"git\"", payload.ToString(), StringComparison.Ordinal);
        Assert.Contains("\"registry\":\"3.1\"", payload.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", null)]
    [InlineData(" ", null)]
    [InlineData("localhost", "local")]
    [InlineData("127.0.0.2", "local")]
    [InlineData("::1", "local")]
    [InlineData("smtp.office365.com", "office365")]
    [InlineData("SMTP.Gmail.com.", "google")]
    [InlineData("email-smtp.eu-west-1.amazonaws.com", "amazon_ses")]
    [InlineData("mail.customer.example", "other")]
    [InlineData("notsendgrid.net", "other")]
    [InlineData("10.1.2.3", "other")]
    public void Of_a_mail_server_the_kind_is_reported_and_never_the_name(string host, string? expected) => Assert.Equal(expected, MailServerKind.Of(host));

    [Fact]
    public async Task An_instance_was_made_when_the_program_says_it_was_first_used()
    {
        await using Ping ping = ReadyMadePing.Of("installation", surroundings: new Answers());

        Assert.Equal(
            ["installation_creation_date_approximation Ok 2024-02-03T04:05:06.000Z"], ReadyMadePing.Texts(await ReadyMadePing.CollectAsync(ping)));
    }

    [Fact]
    public async Task Otherwise_when_it_was_first_asked_whatever_comes_later()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-");
        try
        {
            for (int week = 0; week < 2; week++)
            {
                await using Ping ping = ReadyMadePing.Of("installation", builder => builder.KeepIn(folder.FullName), new Silence());
                ping.Clock.Advance(TimeSpan.FromDays(7 * week));

                Assert.Equal(
                    ["installation_creation_date_approximation Ok 2026-11-21T02:15:00.123Z"], ReadyMadePing.Texts(await ReadyMadePing.CollectAsync(ping)));
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_moment_that_is_still_to_come_is_none()
    {
        await using Ping ping = ReadyMadePing.Of("installation", surroundings: new Answers { FirstUsed = Ping.RecordedAt.AddDays(1) });

        Assert.Equal(
            (ReadingStatus.Failed, "IInstanceSurroundings.FirstUsedAsync has returned a moment that is still to come."),
            (await ReadyMadePing.CollectAsync(ping)).Values.Select(reading => (reading.Status, reading.Message)).Single());
    }

    private sealed class Answers : IInstanceSurroundings
    {
        public DateTimeOffset FirstUsed { get; init; } = new(2024, 2, 3, 4, 5, 6, TimeSpan.Zero);

        public Dictionary<string, string> Components { get; init; } = new() { ["registry"] = "3.1", ["git"] = "2.43.0" };

        public ValueTask<DateTimeOffset?> FirstUsedAsync(CancellationToken cancellationToken) => new(FirstUsed);

        public ValueTask<string?> MailServerAsync(CancellationToken cancellationToken) => new("smtp.sendgrid.net");

        public ValueTask<IReadOnlyDictionary<string, ObjectStorage>?> ObjectStoragesAsync(CancellationToken cancellationToken) =>
            new(new Dictionary<string, ObjectStorage> { ["uploads"] = new(true, "AWS", DirectUpload: true), ["artifacts"] = new(false, "AWS") });

        public ValueTask<IReadOnlyCollection<string>?> SignInProvidersAsync(CancellationToken cancellationToken) => new((string[])["ldap", "google", "ldap"]);

        public ValueTask<IReadOnlyDictionary<string, string>?> ComponentVersionsAsync(CancellationToken cancellationToken) =>
            new(Components);
    }

    private sealed class Silence : IInstanceSurroundings;

    private sealed class Failures : IInstanceSurroundings
    {
        public ValueTask<string?> MailServerAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("No answer today.");

        public ValueTask<IReadOnlyDictionary<string, ObjectStorage>?> ObjectStoragesAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No answer today.");

        public ValueTask<IReadOnlyCollection<string>?> SignInProvidersAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No answer today.");

        public ValueTask<IReadOnlyDictionary<string, string>?> ComponentVersionsAsync(CancellationToken cancellationToken) =>
            throw new InvalidOperationException("No answer today.");
    }
}
