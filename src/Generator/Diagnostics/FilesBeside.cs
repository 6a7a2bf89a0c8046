using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Schema;
using ServicePing.Generators.Inputs;

namespace ServicePing.Generators.Diagnostics;

/// <summary>The database's schema and the lockfile, which stand beside the definitions; null where the analyzer looks at them, or reading has failed.</summary>
internal sealed record FilesBeside(DatabaseSchema? Schema, ReadLockfile? Lockfile)
{
    private static readonly FilesBeside None = new(null, null);

    /// <summary>A file that was not edited is not read again.</summary>
    private static readonly ConditionalWeakTable<AdditionalText, FilesBeside> Known = new();

    public static FilesBeside Among(ImmutableArray<AdditionalText> texts, GeneratorOptions options, CancellationToken cancellationToken)
    {
        FilesBeside files = None;
        foreach (AdditionalText text in options.AnalyzersRun ? [] : texts)
        {
            bool isSchema = options.Inputs.IsSchema(text.Path);
            if (isSchema || options.Inputs.IsLockfile(text.Path))
            {
                FilesBeside one = Known.GetValue(text, text => Read(text, isSchema, cancellationToken));
                files = isSchema ? files with { Schema = one.Schema } : files with { Lockfile = one.Lockfile };
            }
        }

        return files;
    }

    private static FilesBeside Read(AdditionalText text, bool isSchema, CancellationToken cancellationToken)
    {
        try
        {
            return text.GetText(cancellationToken) is not { } content ? None
                : isSchema ? new FilesBeside(SchemaReader.Read(content.ToString()), null)
                : new FilesBeside(null, LockfileReader.Read(text.Path, content.ToString()));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return None;
        }
    }
}
