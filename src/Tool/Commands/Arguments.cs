using System.CommandLine;

namespace ServicePing.Tool.Commands;

/// <summary>What several commands take.</summary>
internal static class Arguments
{
    internal static Argument<DirectoryInfo> Root() => new Argument<DirectoryInfo>("DIR")
    {
        Description = "The definitions root: the folder above metrics/, events/ and queries/.",
    }.AcceptExistingOnly();

    internal static Argument<FileSystemInfo> Program() => new Argument<FileSystemInfo>("PROGRAM")
    {
        Description = "The definitions root; or a published program, which carries its definitions: its assembly or its folder.",
    }.AcceptExistingOnly();

    internal static Option<FileInfo[]> Assemblies() => new Option<FileInfo[]>("--assembly")
    {
        Description = "A compiled library that the project refers to and that carries definitions; may be given several times.",
        DefaultValueFactory = _ => [],
    }.AcceptExistingOnly();
}
