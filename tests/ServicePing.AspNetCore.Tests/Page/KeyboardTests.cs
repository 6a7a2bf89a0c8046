using Microsoft.Playwright;

namespace ServicePing.AspNetCore.Tests;

/// <summary>Everything that can be done on the page is done by the keyboard alone.</summary>
public sealed class KeyboardTests(BrowserHost browser) : IClassFixture<BrowserHost>
{
    /// <summary>Nothing is being computed or sent, after which a page loads itself again.</summary>
    private const string IsSettled = "(document.readyState === 'complete' && !document.querySelector('[data-poll]'))";

    [Fact]
    public async Task Every_control_is_reached_and_shows_that_it_is()
    {
        await using IBrowserContext context = await browser.SignInAsync();
        IPage page = await context.NewPageAsync();
        await browser.ComputeAsync(page);
        PingCycle cycle = (await browser.Host.Get<IPingHistory>().CyclesAsync())[0];
        foreach (string path in BrowserHost.Pages.Append($"history/{Uri.EscapeDataString(cycle.Name)}"))
        {
            await page.GotoAsync($"{browser.Root}/{path}");

            // The first stop of a page is the link over the navigation.
            await page.Keyboard.PressAsync("Tab");
            Assert.Equal("#content", await page.EvaluateAsync<string>("document.activeElement.getAttribute('href')"));
            await page.Keyboard.PressAsync("Enter");
            int controls = await page
                .Locator(Of("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")).CountAsync();
            HashSet<string> reached = [];
            for (int stop = 0; stop < controls; stop++)
            {
                await page.Keyboard.PressAsync("Tab");
                string at = await page.EvaluateAsync<string>(
                    """
                    (() => {
                        const one = document.activeElement;
                        const isShown = getComputedStyle(one).outlineStyle !== "none" || one.matches("input[type=file]");
                        return (isShown ? "" : "UNSEEN ") + [...document.querySelectorAll("*")].indexOf(one) + " " + one.outerHTML.slice(0, 80);
                    })()
                    """);
                Assert.DoesNotContain("UNSEEN", at, StringComparison.Ordinal);
                reached.Add(at);
            }

            Assert.Equal(controls, reached.Count);
        }
    }

    [Fact]
    public async Task Every_control_does_what_it_is_for()
    {
        await using IBrowserContext context = await browser.SignInAsync();
        await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);

        // Links to where a metric was introduced lead out.
        await context.RouteAsync("https://**/*", route => route.FulfillAsync(new() { ContentType = "text/html", Body = "elsewhere" }));
        IPage page = await context.NewPageAsync();

        // Who listens all the time misses no chooser: to begin to listen takes a while.
        page.FileChooser += (_, _) => { };
        await browser.ComputeAsync(page);
        HashSet<string> used = [];
        int entered = 0;
        foreach (string path in BrowserHost.Pages)
        {
            // What a page before has stopped is needed for the next.
            await browser.Host.Get<ServicePingSettings>().SetAsync(SettingNames.Enabled, null, "the tests");
            string address = $"{browser.Root}/{path}";
            await LoadAsync(page, address);

            // What is around others comes last in turn: closed, it hides them.
            foreach (IElementHandle control in (await page
                .Locator(Of("input:not([type=hidden], [readonly]), select, textarea:not([readonly]), summary")).ElementHandlesAsync()).Reverse())
            {
                await EnterAsync(page, control);
                entered++;
            }

            // A link or a button leaves the page: it is loaded again until none of another kind is left.
            while (await NextAsync(page, address, used) is { } control)
            {
                await PressAsync(page, control);
            }
        }

        Assert.InRange(entered, 20, int.MaxValue);
        foreach (string button in new[]
        {
            "Compute again", "Open all", "Close all", "Send now", "Download the file", "Import", "Create the token", "Revoke", "Save changes",
            "It was moved, and is no copy", "Stop the ping", "Start the ping", "Stop, and ask to erase",
        })
        {
            Assert.Contains(used, one => one.EndsWith(" " + button, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_switch_is_turned_and_saved_with_the_keyboard()
    {
        await using IBrowserContext context = await browser.SignInAsync();
        IPage page = await context.NewPageAsync();
        await page.GotoAsync($"{browser.Root}/settings");
        ILocator control = page.Locator("#registration_features_enabled");
        await control.PressAsync("Space");
        await Assertions.Expect(control).ToBeCheckedAsync();
        await control.PressAsync("Enter");

        // Not the address, which may have changed between a look and the waiting for it.
        await page.Locator(".notice.good").WaitForAsync();
        Assert.EndsWith("/settings?done=saved", page.Url, StringComparison.Ordinal);
        Assert.Equal("true", browser.Host.Get<ServicePingSettings>().Current[SettingNames.RegistrationFeaturesEnabled].Value);
        Assert.True(await control.IsCheckedAsync());
    }

    private static string Of(string kinds) => $"main :is({kinds}):not(:disabled):visible";

    private static async Task LoadAsync(IPage page, string address)
    {
        await page.GotoAsync(address);
        await page.WaitForFunctionAsync($"() => {IsSettled}");
    }

    /// <summary>Turns, types, chooses or opens.</summary>
    private static async Task EnterAsync(IPage page, IElementHandle control)
    {
        await control.FocusAsync();
        switch (await control.EvaluateAsync<string>("one => one.type ?? one.localName"))
        {
            case "checkbox" or "radio":
                bool isChecked = await control.IsCheckedAsync();
                await page.Keyboard.PressAsync("Space");
                Assert.NotEqual(isChecked, await control.IsCheckedAsync());
                break;
            case "select-one":
                int choices = await control.EvaluateAsync<int>("one => one.options.length");
                await page.Keyboard.PressAsync("End");
                Assert.Equal(choices - 1, await control.EvaluateAsync<int>("one => one.selectedIndex"));
                break;
            case "file":
                IFileChooser chooser = await page.RunAndWaitForFileChooserAsync(() => page.Keyboard.PressAsync("Enter"));
                await chooser.SetFilesAsync(new FilePayload { Name = "answer.json", MimeType = "application/json", Buffer = "{}"u8.ToArray() });
                break;
            case "summary":
                bool isOpen = await control.EvaluateAsync<bool>("one => one.parentElement.open");
                await page.Keyboard.PressAsync("Enter");
                Assert.NotEqual(isOpen, await control.EvaluateAsync<bool>("one => one.parentElement.open"));
                break;
            default:
                await page.Keyboard.PressAsync("End");
                await page.Keyboard.TypeAsync("7");
                Assert.EndsWith("7", await control.InputValueAsync(), StringComparison.Ordinal);
                break;
        }
    }

    /// <summary>The first link or button of a kind that was not used yet, on the page as it is loaded now; null where there is none.</summary>
    private static async Task<IElementHandle?> NextAsync(IPage page, string address, HashSet<string> used)
    {
        await LoadAsync(page, address);
        foreach (IElementHandle control in await page.Locator(Of("a[href], button")).ElementHandlesAsync())
        {
            // Links to each metric or cycle, and the pages of a list, are of one kind.
            string kind = await control.EvaluateAsync<string>(
                """
                one => {
                    if (one.localName === "button") { return location.pathname + " " + one.textContent; }
                    const to = new URL(one.href);
                    return to.pathname.replace(/metrics\/.+/, "metrics/*").replace(/(history|sent)\/[^.]+/, "$1/*") + " " + [...to.searchParams.keys()];
                }
                """);
            if (used.Add(kind))
            {
                return control;
            }
        }

        return null;
    }

    /// <summary>Follows a link or presses a button, after what its form demands is entered.</summary>
    private static async Task PressAsync(IPage page, IElementHandle control)
    {
        if (await control.GetAttributeAsync("data-fold") is { } fold)
        {
            await control.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            Assert.Equal(0, await page.Locator(fold == "open" ? "[data-tree] details:not([open])" : "[data-tree] details[open]").CountAsync());
            return;
        }

        if (await control.GetAttributeAsync("data-copy") is not null)
        {
            await control.FocusAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.Locator("[role=status]").GetByText("Copied").WaitForAsync();
            return;
        }

        IJSHandle demanded = await control.EvaluateHandleAsync(
            """
            one => [...(one.form?.elements ?? [])].filter(each => each.required && !each.value
                || each.name?.startsWith("scope-") && !each.form.querySelector("[name^=scope-]:checked"))
            """);
        foreach (IJSHandle one in (await demanded.GetPropertiesAsync()).Values)
        {
            await EnterAsync(page, one.AsElement()!);
        }

        await page.EvaluateAsync("window.isBefore = true");
        await control.FocusAsync();
        Task<IDownload> download = page.WaitForDownloadAsync();
        Task<IResponse> answer = page.WaitForResponseAsync(response => response.Request.IsNavigationRequest && response.Status != 303);
        await page.Keyboard.PressAsync("Enter");
        if (await Task.WhenAny(download, answer) == download || await (await answer).HeaderValueAsync("Content-Disposition") is not null)
        {
            Assert.Null(await (await download).FailureAsync());
            return;
        }

        // A file that is no answer of a receiver is refused, and nothing else.
        IResponse answered = await answer;
        Assert.Equal(answered.Url.EndsWith("/import", StringComparison.Ordinal) ? 409 : 200, answered.Status);
        await page.WaitForFunctionAsync($"() => !window.isBefore && {IsSettled}");
    }
}
