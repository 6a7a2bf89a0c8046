namespace ServicePing;

/// <summary>By what rows are grouped.</summary>
/// <param name="Text">The expression that names a group, a text.</param>
/// <param name="By">The expression that is grouped by: cheaper than its text where its type allows that.</param>
internal sealed record GroupKey(string Text, string By);
