using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Razor.Hosting;

[assembly: RazorCompiledItem(typeof(ServicePing.AspNetCore.Tests.TrackedPage), "mvc.1.0.razor-page", "/Pages/Tracked.cshtml")]

namespace ServicePing.AspNetCore.Tests;

/// <summary>Actions that are tracked.</summary>
[Microsoft.AspNetCore.Mvc.Route("mvc")]
public sealed class TrackedController : Controller
{
    [HttpGet]
    [TrackEvent("create_issue", Label = "bug")]
    public IActionResult Index() => Content("<p>issues</p>", "text/html");

    [HttpGet("projects/{id}")]
    [TrackEvent("create_issue", ProjectRouteValue = "id")]
    [TrackProject]
    public IActionResult Project(string id) => Content(id, "text/html");
}

/// <summary>Counts projects that are no drafts.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class TrackProjectAttribute() : TrackUniqueAttribute("users_visiting_projects")
{
    public override bool Applies(HttpContext context) => !context.Request.Query.ContainsKey("draft");

    public override EventValue? Identify(HttpContext context) => context.Request.RouteValues["id"] as string;
}

/// <summary>What the compiler would make of a page.</summary>
public sealed class TrackedPage : Page
{
    public TrackedPageModel Model => (TrackedPageModel)PageContext.ViewData.Model!;

    public override Task ExecuteAsync()
    {
        WriteLiteral("<p>a page</p>");
        return Task.CompletedTask;
    }
}

[TrackEvent("create_issue", Label = "bug")]
public sealed class TrackedPageModel : PageModel
{
    public bool IsAsked { get; private set; }

    public void OnGet() => IsAsked = true;
}

[Microsoft.AspNetCore.Components.Route("/component")]
[TrackEvent("create_issue", Label = "bug")]
public sealed class TrackedComponent : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<p>a component</p>");
}

/// <summary>The root of the components.</summary>
public sealed class RootComponent : ComponentBase
{
    protected override void BuildRenderTree(RenderTreeBuilder builder) => builder.AddMarkupContent(0, "<p>a component</p>");
}
