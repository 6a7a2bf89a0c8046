using System.CommandLine;
using Forge.Demo;

Option<bool> json = new("--json")
{
    Description = "Print the payload alone on stdout; everything else goes to stderr.",
};
Option<bool> keep = new("--keep")
{
    Description = "Leave PostgreSQL and Redis running at the end, and print how to connect to them.",
};
Option<bool> serve = new("--serve")
{
    Description = "Leave Forge running at the end, and print a link that signs in as its administrator, until Ctrl-C.",
};
Option<FileInfo?> truth = new("--truth")
{
    Description = "Write what the events add up to, counted by the demo itself, as JSON: values by key path.",
    HelpName = "FILE",
};

RootCommand command = new("Fills a Forge installation with three years of work, and collects and prints its service ping.")
{
    json,
    keep,
    serve,
    truth,
};
command.SetAction((arguments, cancellationToken) =>
    Demo.RunAsync(
        arguments.GetValue(json), arguments.GetValue(keep), arguments.GetValue(serve), arguments.GetValue(truth), cancellationToken));

// Ctrl-C cancels the run, which then stops the servers; that takes a moment.
InvocationConfiguration configuration = new() { ProcessTerminationTimeout = TimeSpan.FromSeconds(30) };
return await command.Parse(args).InvokeAsync(configuration);
