using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace ServicePing.Demo.Tests;

[Collection("demo")]
public class ForgeTests(DemoRun demo)
{
    [Fact]
    public async Task The_sample_product_works_and_its_ping_tells_of_it()
    {
        using HttpClient client = new() { BaseAddress = new Uri(demo.SignInLink.GetLeftPart(UriPartial.Authority)) };
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.GetAsync("api/v4/usage_data/service_ping")).StatusCode);

        // The link leads to the page, in the name of the administrator, and does so once.
        HttpResponseMessage page = await client.GetAsync(demo.SignInLink);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.EndsWith("/admin/service_ping", page.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("The ping is on.", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await client.GetAsync(demo.SignInLink)).StatusCode);

        Uri issue = await CreatedAsync("projects/1/issues", new { author = 2, title = "It does not start", label = "bug" });
        await CreatedAsync($"{issue}/notes", new { author = 3, text = "It does here" });
        await DoneAsync($"{issue}/close", new { user = 3 });
        Uri change = await CreatedAsync("projects/1/merge_requests", new { author = 2, title = "Start", changedLines = 12 });
        await DoneAsync($"{change}/merge", new { user = 3 });
        HttpResponseMessage nowhere = await client.PostAsJsonAsync("projects/999999/issues", new { author = 2, title = "Lost" });

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        JsonNode cycle = (await (await client.PostAsync("api/v4/usage_data/send", null)).Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("sent", (string?)cycle["state"]);
        JsonNode ping = (await client.GetFromJsonAsync<JsonNode>("api/v4/usage_data/service_ping"))!;
        Assert.Equal(1, (long)ping["counts"]!["issues"]! - (long)demo.Value("counts.issues")!);
        Assert.Equal(1, (long)ping["counts"]!["notes"]! - (long)demo.Value("counts.notes")!);
        Assert.Equal(1, (long)ping["counts"]!["merged_merge_requests"]! - (long)demo.Value("counts.merged_merge_requests")!);
        Assert.Equal(12, (long)ping["counts"]!["merged_lines"]! - (long)demo.Value("counts.merged_lines")!);

        async Task<Uri> CreatedAsync(string path, object body)
        {
            HttpResponseMessage response = await client.PostAsJsonAsync(path, body);
            Assert.Equal(HttpStatusCode.Created, response.StatusCode);
            return response.Headers.Location!;
        }

        async Task DoneAsync(string path, object body) =>
            Assert.Equal(HttpStatusCode.NoContent, (await client.PostAsJsonAsync(path, body)).StatusCode);
    }
}
