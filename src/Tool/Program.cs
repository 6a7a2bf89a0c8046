using System.CommandLine;
using ServicePing.Tool.Commands;

RootCommand root = new("Works with the definitions of a service ping.")
{
    ValidateCommand.Create(),
};

return await root.Parse(args).InvokeAsync();
