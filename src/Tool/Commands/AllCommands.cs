using System.CommandLine;

namespace ServicePing.Tool.Commands;

/// <summary>Everything that the tool does.</summary>
internal static class AllCommands
{
    internal static RootCommand Create() => new("Works with the definitions of a service ping.")
    {
        ListCommand.Create(),
        ShowCommand.Create(),
        ExplainCommand.Create(),
        NewCommand.Create(),
        ImportCommand.Create(),
        ValidateCommand.Create(),
        CatalogueCommand.Create(),
        LineageCommand.Create(),
        DictionaryCommand.Create(),
        DocsCommand.Create(),
        TypeScriptCommand.Create(),
        QueriesCommand.Create(),
        GenerateCommand.CreateNonSql(),
        GenerateCommand.Create(),
        VerifyCommand.Create(),
        EventsCommand.Create(),
        ProductCommands.CreateHistory(),
        ProductCommands.CreateSend(),
        SchemaCommand.Create(),
        CheckSchemaCommand.Create(),
        SchemasCommand.Create(),
        LockCommand.Create(),
        DiffCommand.Create(),
        CoverageCommand.Create(),
        CompletionCommand.Create(),
    };
}
