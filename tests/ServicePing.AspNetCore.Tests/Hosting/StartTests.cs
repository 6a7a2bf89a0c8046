using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace ServicePing.AspNetCore.Tests;

public class StartTests
{
    [Fact]
    public async Task A_program_that_does_not_say_who_its_administrators_are_does_not_start_and_is_told_the_lines_to_add()
    {
        string message = await RefusalAsync(options => options.AdministratorPolicy = null);

        Assert.Contains("builder.Services.AddAuthorization(options => options.AddPolicy(\"Administrators\"", message, StringComparison.Ordinal);
        Assert.Contains("app.MapServicePing(admin: \"Administrators\");", message, StringComparison.Ordinal);
        Assert.Contains("app.MapServicePing(http => http.AllowAnonymousAdministrators());", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_that_does_not_exist_is_refused_at_the_start_by_its_name()
    {
        string message = await RefusalAsync(options => options.AdministratorPolicy = "Admins");

        Assert.Contains("There is no policy 'Admins', which AdministratorPolicy names.", message, StringComparison.Ordinal);
        Assert.Contains("AddPolicy(\"Admins\"", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_policy_of_users_that_does_not_exist_is_refused_too() =>
        Assert.Contains("UserPolicy", await RefusalAsync(options => options.UserPolicy = "Members"), StringComparison.Ordinal);

    [Fact]
    public async Task A_policy_and_everybody_at_once_is_no_answer() => Assert.Contains(
        "choose one of both", await RefusalAsync(options => options.AllowAnonymousAdministrators()), StringComparison.Ordinal);

    [Fact]
    public void A_program_without_authorization_is_told_to_add_it()
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Services.AddServicePing(builder.Configuration);
        using WebApplication app = builder.Build();

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => app.MapServicePing(admin: "Administrators"));

        Assert.Contains("the program has no authorization. Add it:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_program_without_a_service_ping_is_told_to_add_one()
    {
        using WebApplication app = WebApplication.CreateSlimBuilder().Build();

        Assert.Contains(
            "call builder.Services.AddServicePing",
            Assert.Throws<InvalidOperationException>(() => app.MapServicePing(http => http.AllowAnonymousAdministrators())).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("api")]
    [InlineData("/api/")]
    [InlineData("/api//v4")]
    [InlineData("/{version}")]
    [InlineData("")]
    public async Task A_prefix_that_is_no_path_is_refused(string prefix) =>
        Assert.Contains($"not '{prefix}'", await RefusalAsync(options => options.ApiPrefix = prefix), StringComparison.Ordinal);

    [Fact]
    public async Task Whoever_allows_everybody_in_so_many_words_needs_no_authorization()
    {
        await using PingHost host = await PingHost.StartAsync(options =>
        {
            options.AdministratorPolicy = null;
            options.AllowAnonymousAdministrators();
        });

        Assert.Equal(200, (await new Call("GET", "/api/v4/usage_data/settings").SendAsync(host)).Status);
    }

    private static async Task<string> RefusalAsync(Action<ServicePingHttpOptions> http) =>
        (await Assert.ThrowsAsync<InvalidOperationException>(() => PingHost.StartAsync(http))).Message;
}
