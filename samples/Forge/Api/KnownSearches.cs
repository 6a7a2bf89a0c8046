using ServicePing;

namespace Forge;

public sealed partial class ForgeKnownEvents
{
    /// <summary>Counts who searches in a scope that has a known event.</summary>
    /// <param name="scope">What is searched.</param>
    /// <param name="user">Who searches.</param>
    public void Search(string scope, EventValue user)
    {
        switch (scope)
        {
            case "issues":
                GSearchIssues(user);
                break;
            case "merge_requests":
                GSearchMergeRequests(user);
                break;
            case "code":
                GSearchCode(user);
                break;
        }
    }
}
