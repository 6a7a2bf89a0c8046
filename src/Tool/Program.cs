using System.CommandLine;
using ServicePing.Tool;
using ServicePing.Tool.Commands;

RootCommand root = new("Works with the definitions of a service ping.")
{
    ValidateCommand.Create(),
    CatalogueCommand.Create(),
    LineageCommand.Create(),
    DictionaryCommand.Create(),
    TypeScriptCommand.Create(),
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
catch (OperationCanceledException)
{
    return 1;
}
catch (Exception exception)
{
    // A mistake of the user's is told in a sentence, a defect of ours with its trace.
    Console.Error.WriteLine(exception is UsageException ? exception.Message : exception.ToString());
    return 1;
}
