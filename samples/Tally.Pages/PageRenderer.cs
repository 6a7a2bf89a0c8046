using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace Tally.Pages;

/// <summary>Turns pages into HTML on the server.</summary>
/// <param name="renderer">Renders components.</param>
public sealed class PageRenderer(HtmlRenderer renderer)
{
    /// <summary>The dashboard of an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="user">Who looks at it.</param>
    /// <param name="invoices">How many invoices there are.</param>
    /// <param name="open">How many of them are not paid.</param>
    /// <returns>The HTML.</returns>
    public Task<string> DashboardAsync(Guid account, Guid user, long invoices, long open) =>
        renderer.Dispatcher.InvokeAsync(async () =>
        {
            var page = await renderer.RenderComponentAsync<Dashboard>(ParameterView.FromDictionary(new Dictionary<string, object?>
            {
                [nameof(Dashboard.Account)] = account,
                [nameof(Dashboard.User)] = user,
                [nameof(Dashboard.Invoices)] = invoices,
                [nameof(Dashboard.Open)] = open,
            }));
            return page.ToHtmlString();
        });
}

/// <summary>Makes the pages known to a program.</summary>
public static class PagesRegistration
{
    /// <summary>Registers the pages.</summary>
    /// <param name="services">The services of the program.</param>
    public static IServiceCollection AddTallyPages(this IServiceCollection services) =>
        services.AddScoped<HtmlRenderer>().AddScoped<PageRenderer>();
}
