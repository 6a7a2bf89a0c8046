using ServicePing.Definitions.Catalogue;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Definitions keep what <c>servicepings.lock</c> has promised.</summary>
internal static class LockfileRules
{
    /// <summary>The way out where nothing is wrong but that the lockfile does not know it yet.</summary>
    public const string Update = "run 'dotnet build -p:ServicePingLock=update'";

    public static void Check(Project project, CalculationBinder calculations, ReadLockfile? lockfile)
    {
        if (lockfile is null)
        {
            return;
        }

        foreach (Problem problem in lockfile.Problems)
        {
            project.Report(problem);
        }

        if (lockfile.Problems.IsEmpty)
        {
            LockedMetricRules.Check(project, calculations, lockfile);
            LockedEventRules.Check(project, lockfile);
        }
    }

    /// <summary>Reports what is promised and defined no more, unless it may be in a file that cannot be read.</summary>
    public static void CheckDeleted(Project project, ReadLockfile lockfile, IEnumerable<ILocked> deleted)
    {
        if (!project.IsComplete)
        {
            return;
        }

        foreach (ILocked promise in deleted)
        {
            RelatedPlace place = lockfile.PlaceOf(promise);
            project.Report(new Problem(
                DeletedDefinition, place.Path, place.Span,
                $"'{promise.Name}' is promised here and defined no more: bring its definition back and give it 'status: removed', "
                + "or take this line out where it was never shipped."));
        }
    }
}
