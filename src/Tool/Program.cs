using System.CommandLine;
using Npgsql;
using ServicePing.Tool;
using ServicePing.Tool.Commands;
using ServicePing.Tool.Products;

RootCommand root = AllCommands.Create();

try
{
    ParseResult arguments = root.Parse(args);
    int exitCode = await arguments.InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
    return arguments.Errors.Count > 0 ? UsageException.ExitCode : exitCode;
}
catch (OperationCanceledException)
{
    return 1;
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return UsageException.ExitCode;
}
catch (ProductException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
catch (NpgsqlException exception)
{
    Console.Error.WriteLine($"The database cannot be read: {exception.Message} See that it runs, and takes the connection and its user.");
    return 1;
}
catch (Exception exception)
{
    // A defect of ours is told with its trace.
    Console.Error.WriteLine(exception);
    return 1;
}
