namespace Forge.Demo;

/// <summary>Something that someone did in Forge.</summary>
/// <param name="At">When.</param>
/// <param name="Event">The event, by the name of its definition.</param>
/// <param name="User">Who.</param>
/// <param name="Project">In which project.</param>
/// <param name="Detail">The label, reason, environment or format; empty for events without one.</param>
/// <param name="Value">How many lines or commits; 0 for events that count none.</param>
internal sealed record Occurrence(DateTimeOffset At, string Event, long User, long Project, string Detail, int Value)
{
    public long Namespace => 12_000 + (Project % 150);

    /// <summary>Tracks it, as the endpoints of Forge do.</summary>
    public void Track(ForgeEvents events, ForgeKnownEvents known)
    {
        switch (Event)
        {
            case "create_issue":
                events.CreateIssue(user: User, project: Project, @namespace: Namespace, label: ForgeEvents.CreateIssueLabelOf(Detail));
                break;
            case "close_issue":
                events.CloseIssue(user: User, project: Project, @namespace: Namespace);
                break;
            case "create_note":
                events.CreateNote(user: User, project: Project, @namespace: Namespace, label: ForgeEvents.CreateNoteLabelOf(Detail));
                break;
            case "create_merge_request":
                events.CreateMergeRequest(user: User, project: Project, @namespace: Namespace, value: Value);
                break;
            case "approve_merge_request":
                events.ApproveMergeRequest(
                    user: User, project: Project, @namespace: Namespace, label: ForgeEvents.ApproveMergeRequestLabelOf(Detail));
                break;
            case "merge_merge_request":
                events.MergeMergeRequest(user: User, project: Project, @namespace: Namespace);
                break;
            case "push_commits":
                events.PushCommits(user: User, project: Project, @namespace: Namespace, value: Value);
                break;
            case "export_project":
                events.ExportProject(
                    user: User, project: Project, @namespace: Namespace, label: ForgeEvents.ExportProjectLabelOf(Detail));
                break;
            case "search":
                events.Search(user: User, label: ForgeEvents.SearchLabelOf(Detail));
                known.Search(Detail, User);
                break;
            case "run_pipeline":
                events.RunPipeline(user: User, project: Project, @namespace: Namespace);
                break;
            case "retry_build":
                events.RetryBuild(user: User, project: Project, @namespace: Namespace, reason: ForgeEvents.RetryBuildReasonOf(Detail));
                break;
            case "deploy":
                events.Deploy(
                    user: User, project: Project, @namespace: Namespace, environment: ForgeEvents.DeployEnvironmentOf(Detail));
                break;
            case "invite_member":
                events.InviteMember(user: User, @namespace: Namespace);
                break;
            default:
                throw new InvalidOperationException($"Nobody does '{Event}' in the demo.");
        }
    }
}
