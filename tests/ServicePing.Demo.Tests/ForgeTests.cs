using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using ServicePing.Tests;

namespace ServicePing.Demo.Tests;

[Collection("demo")]
public class ForgeTests(DemoRun demo)
{
    [Fact]
    public async Task The_sample_product_works_and_its_ping_tells_of_it()
    {
        Uri database = new(demo.DatabaseUrl);
        using RunningProgram forge = new(
            "dotnet",
            Repository.PathOf("samples/Forge/bin/Release/net10.0/Forge.dll"),
            "--urls=http://127.0.0.1:0",
            $"--contentRoot={Repository.PathOf("samples/Forge")}",
            $"--ConnectionStrings:Postgres=Host={database.Host};Port={database.Port};Username={database.UserInfo};Database=forge",
            $"--ConnectionStrings:Redis=127.0.0.1:{demo.RedisPort}");
        string line = await forge.LineAsync("Now listening on: ", TimeSpan.FromMinutes(1));
        using HttpClient client = new() { BaseAddress = new Uri(line[line.IndexOf("http", StringComparison.Ordinal)..].Trim()) };

        Uri issue = await CreatedAsync("projects/1/issues", new { author = 2, title = "It does not start", label = "bug" });
        await CreatedAsync($"{issue}/notes", new { author = 3, text = "It does here" });
        await DoneAsync($"{issue}/close", new { user = 3 });
        Uri change = await CreatedAsync("projects/1/merge_requests", new { author = 2, title = "Start", changedLines = 12 });
        await DoneAsync($"{change}/merge", new { user = 3 });
        HttpResponseMessage nowhere = await client.PostAsJsonAsync("projects/999999/issues", new { author = 2, title = "Lost" });

        Assert.Equal(HttpStatusCode.NotFound, nowhere.StatusCode);
        JsonNode ping = (await client.GetFromJsonAsync<JsonNode>("service_ping"))!;
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
