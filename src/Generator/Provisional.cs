namespace ServicePing.Definitions.Rules;

internal static class Rules
{
    public static IReadOnlyList<Rule> All => [];
}
