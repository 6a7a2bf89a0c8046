using System.CommandLine;
using System.CommandLine.Completions;
using ServicePing.Definitions.Model;

namespace ServicePing.Tool.Commands;

/// <summary>A name, after the definitions root that has it: <c>[DIR] NAME</c>, where the root here needs no DIR.</summary>
internal sealed class NameArgument
{
    private readonly string _name;

    /// <param name="name">What the name is called.</param>
    /// <param name="description">What may have it.</param>
    /// <param name="names">The names that shells complete, of the definitions of a project.</param>
    internal NameArgument(string name, string description, Func<IReadOnlyList<DefinitionFile>, IEnumerable<string>> names)
    {
        _name = name;
        Words = new Argument<string[]>($"[DIR] {name}")
        {
            Description = $"The definitions root, where it is not the one here, and {description}",
            Arity = new ArgumentArity(1, 2),
            CompletionSources = { _ => Names(names).Select(one => new CompletionItem(one)) },
        };
    }

    /// <summary>The words of the command line.</summary>
    internal Argument<string[]> Words { get; }

    /// <summary>The names in the root here; none where there is no root, or several.</summary>
    private static IEnumerable<string> Names(Func<IReadOnlyList<DefinitionFile>, IEnumerable<string>> names)
    {
        try
        {
            return names(DefinitionFolder.FilesOf(DefinitionFolder.Around(new DirectoryInfo(Environment.CurrentDirectory)), [], CancellationToken.None));
        }
        catch (UsageException)
        {
            return [];
        }
    }

    /// <summary>The root and the name.</summary>
    /// <exception cref="UsageException">The root is not there, or not to be found.</exception>
    internal (DirectoryInfo Root, string Name) Of(ParseResult arguments)
    {
        string[] words = arguments.GetRequiredValue(Words);
        if (words is [var only])
        {
            return DefinitionFolder.IsRoot(new DirectoryInfo(only))
                ? throw new UsageException($"'{only}' is a definitions root: write {_name} behind it.")
                : (DefinitionFolder.Around(new DirectoryInfo(Environment.CurrentDirectory)), only);
        }

        return Directory.Exists(words[0])
            ? (new DirectoryInfo(words[0]), words[1])
            : throw new UsageException($"'{words[0]}' is no folder: write [DIR] {_name}.");
    }
}
