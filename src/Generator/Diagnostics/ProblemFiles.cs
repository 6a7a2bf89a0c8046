using System.Collections.Immutable;
using ServicePing.Definitions.Collections;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Reading;
using ServicePing.Definitions.Schema;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Diagnostics;

/// <summary>The files whose problems the generator reports; all empty where the analyzer does.</summary>
internal sealed record ProblemFiles(EquatableArray<ReadFile> Files, DatabaseSchema? Schema, ReadLockfile? Lockfile)
{
    public static ProblemFiles Of(ImmutableArray<ReadText?> texts, CancellationToken cancellationToken)
    {
        List<ReadFile> files = [];
        DatabaseSchema? schema = null;
        ReadLockfile? lockfile = null;
        foreach (ReadText? text in texts)
        {
            schema ??= text?.Schema;
            lockfile ??= text?.Lockfile;
            if (text?.Positions is { } positions)
            {
                files.Add(positions);
            }
        }

        return new ProblemFiles(files.ToEquatableArray(), schema, lockfile);
    }
}
