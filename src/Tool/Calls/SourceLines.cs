using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace ServicePing.Tool.Calls;

/// <summary>From which lines an assembly was compiled, as its symbols have it, in it or beside it.</summary>
internal sealed partial class SourceLines : IDisposable
{
    private readonly MetadataReaderProvider? _provider;
    private readonly MetadataReader? _symbols;
    private readonly string _root;

    /// <summary>The method that the compiler made of the code of one, by the latter.</summary>
    private readonly Dictionary<MethodDefinitionHandle, MethodDefinitionHandle> _continuations = [];

    /// <param name="image">The assembly.</param>
    /// <param name="path">Where it lies.</param>
    /// <param name="root">The folder that source files are named from.</param>
    internal SourceLines(PEReader image, string path, string root)
    {
        _root = root.Replace('\\', '/').TrimEnd('/') + "/";
        if (image.TryOpenAssociatedPortablePdb(path, file => File.Exists(file) ? File.OpenRead(file) : null, out _provider, out _))
        {
            _symbols = _provider!.GetMetadataReader();
            foreach (MethodDefinitionHandle made in _symbols.MethodDebugInformation.Select(one => one.ToDefinitionHandle()))
            {
                if (Beginning(made) is var beginning && beginning != made)
                {
                    _continuations[beginning] = made;
                }
            }
        }
    }

    /// <summary>The file and line of an instruction; null where the symbols do not tell.</summary>
    internal (string File, int Line)? Of(MethodDefinitionHandle method, int offset)
    {
        if (_symbols is null)
        {
            return null;
        }

        // What an asynchronous method or an iterator begins with has no line: its code is in another that goes on with it.
        MethodDebugInformation information = _symbols.GetMethodDebugInformation(_continuations.GetValueOrDefault(method, method));
        SequencePoint found = default;
        foreach (SequencePoint point in information.GetSequencePoints())
        {
            if (!point.IsHidden && (point.Offset <= offset || found.Document.IsNil))
            {
                found = point;
            }
        }

        return found.Document.IsNil ? null : (Shown(_symbols.GetString(_symbols.GetDocument(found.Document).Name)), found.StartLine);
    }

    /// <summary>The method in which a method that the compiler made goes on; the method itself otherwise.</summary>
    internal MethodDefinitionHandle Beginning(MethodDefinitionHandle method) =>
        _symbols?.GetMethodDebugInformation(method).GetStateMachineKickoffMethod() is { IsNil: false } beginning ? beginning : method;

    public void Dispose() => _provider?.Dispose();

    /// <summary>A path without what is of one machine.</summary>
    private string Shown(string document)
    {
        string path = document.Replace('\\', '/');
        if (path.StartsWith(_root, StringComparison.Ordinal))
        {
            return path[_root.Length..];
        }

        Match mapped = MappedRoot().Match(path);
        return mapped.Success ? path[mapped.Length..] : path[(path.LastIndexOf('/') + 1)..];
    }

    /// <summary>What a deterministic build writes for the root of the sources.</summary>
    [GeneratedRegex(@"^/_\d*/")]
    private static partial Regex MappedRoot();
}
