using System.CommandLine;
using ServicePing.Tool;
using ServicePing.Tool.Commands;

RootCommand root = new("Works with the definitions of a service ping.")
{
    ValidateCommand.Create(),
    CatalogueCommand.Create(),
    LineageCommand.Create(),
    DictionaryCommand.Create(),
    QueriesCommand.Create(),
    VerifyCommand.Create(),
    SchemasCommand.Create(),
    LockCommand.Create(),
    DiffCommand.Create(),
};

try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
