using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace ServicePing.Tool.Commands;

/// <summary>What several commands take.</summary>
internal static class Arguments
{
    internal static Argument<DirectoryInfo> Root() => new Argument<DirectoryInfo>("DIR")
    {
        Description = "The definitions root: the folder above metrics/, events/ and queries/; the one here where it is left out.",
        DefaultValueFactory = argument => Here(argument)!,
    }.AcceptExistingOnly();

    internal static Argument<FileSystemInfo> Program() => new Argument<FileSystemInfo>("PROGRAM")
    {
        Description = "The definitions root, the one here where it is left out; or a published program, which carries its definitions: its assembly or its folder.",
        DefaultValueFactory = argument => Here(argument)!,
    }.AcceptExistingOnly();

    internal static Option<FileInfo[]> Assemblies() => new Option<FileInfo[]>("--assembly")
    {
        Description = "A compiled library that the project refers to and that carries definitions; may be given several times.",
        DefaultValueFactory = _ => [],
    }.AcceptExistingOnly();

    /// <summary>The moment that windows in statements to run by hand are counted from.</summary>
    internal static Option<DateTimeOffset?> RecordedAt(string otherwise) => new("--recorded-at")
    {
        Description = $"The moment that windows are counted from, such as 2026-11-21T02:15:00Z; {otherwise} where it is left out.",
        CustomParser = argument =>
        {
            if (DateTimeOffset.TryParse(
                argument.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset moment))
            {
                return moment;
            }

            argument.AddError($"'{argument.Tokens[0].Value}' is no moment: write it as 2026-11-21T02:15:00Z.");
            return null;
        },
    };

    internal static Option<FileInfo> Report() => new Option<FileInfo>("--report")
    {
        Description = "The report of a collection (ServicePingPayload.ToReport), which has what each metric has cost.",
    }.AcceptExistingOnly();

    private static DirectoryInfo? Here(ArgumentResult argument)
    {
        try
        {
            return DefinitionFolder.Around(new DirectoryInfo(Environment.CurrentDirectory));
        }
        catch (UsageException exception)
        {
            argument.AddError(exception.Message);
            return null;
        }
    }
}
