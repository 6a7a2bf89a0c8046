using System.CommandLine;
using System.Text.Json;
using ServicePing.Tool.Products;
using ServicePing.Tool.Reports;

namespace ServicePing.Tool.Commands;

/// <summary><c>serviceping history URL</c> and <c>send URL</c>: what became of a product's pings, and one now; asked of the running product.</summary>
internal static class ProductCommands
{
    internal static Command CreateHistory()
    {
        Argument<string> address = Address();
        Option<int> limit = new("--limit") { Description = "How many cycles at most.", DefaultValueFactory = _ => 10 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() is < 1 or > 1000)
            {
                result.AddError("--limit is a number from 1 to 1000.");
            }
        });
        Option<bool> json = Json();
        Command command = new("history", "Prints the latest pings of a running product, with why each ran, waits, was skipped or failed.") { address, limit, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            JsonElement history = await AskAsync(arguments.GetRequiredValue(address), HttpMethod.Get, $"history?limit={arguments.GetValue(limit)}", cancellationToken);
            Console.Write(arguments.GetValue(json) ? ReportJson.Write(history) : CycleText.OfHistory(history));
            return 0;
        });
        return command;
    }

    internal static Command CreateSend()
    {
        Argument<string> address = Address();
        Option<bool> json = Json();
        Command command = new("send", "Lets a running product compute, keep and send a ping now, as far as its settings allow; exits with 1 where it was not sent.") { address, json };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            JsonElement cycle = await AskAsync(arguments.GetRequiredValue(address), HttpMethod.Post, "send", cancellationToken);
            Console.Write(arguments.GetValue(json) ? ReportJson.Write(cycle) : CycleText.Of(cycle));
            return CycleText.Word(cycle, "state") == "sent" ? 0 : 1;
        });
        return command;
    }

    private static async Task<JsonElement> AskAsync(string address, HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using ProductApi api = ProductApi.At(address, Environment.GetEnvironmentVariable(ProductApi.TokenVariable));
        using Waiting waiting = Waiting.For("waiting for the product");
        return await api.AskAsync(method, path, cancellationToken);
    }

    private static Argument<string> Address() => new("URL")
    {
        Description = $"The address of the product, or of its API where that is not /api/v4; {ProductApi.TokenVariable} in the environment has the token.",
    };

    private static Option<bool> Json() => new("--json") { Description = "Prints the answer of the product as it is." };
}
