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
    public static ProblemFiles Of(ImmutableArray<ReadText?> texts, ImmutableArray<FileBeside?> beside)
    {
        List<ReadFile> files = [];
        foreach (ReadText? text in texts)
        {
            if (text?.Positions is { } positions)
            {
                files.Add(positions);
            }
        }

        return new ProblemFiles(
            files.ToEquatableArray(),
            beside.Select(static file => file?.Schema).FirstOrDefault(static schema => schema is not null),
            beside.Select(static file => file?.Lockfile).FirstOrDefault(static lockfile => lockfile is not null));
    }
}

/// <summary>The schema or the lockfile.</summary>
internal sealed record FileBeside(DatabaseSchema? Schema, ReadLockfile? Lockfile);
