namespace ServicePing.Definitions.Sql;

/// <summary>Takes apart what AND joins.</summary>
internal static class SqlConjunction
{
    private const int DeepestNesting = 50;

    /// <summary>
    /// The tokens of each condition that a text joins by AND, without parentheses around them; the whole text where it has an OR
    /// outside of parentheses.
    /// </summary>
    public static List<List<SqlToken>> Split(string text)
    {
        List<SqlToken> tokens = SqlTokenizer.ReadAll(text);
        tokens.RemoveAt(tokens.Count - 1);
        List<List<SqlToken>> conditions = [];
        Split(text, tokens, conditions, 0);
        return conditions;
    }

    /// <summary>1 for what opens a nesting, -1 for what closes it.</summary>
    public static int Nesting(SqlToken token) => token.Kind switch
    {
        SqlTokenKind.OpenParenthesis or SqlTokenKind.OpenBracket => 1,
        SqlTokenKind.CloseParenthesis or SqlTokenKind.CloseBracket => -1,
        _ => 0,
    };

    private static void Split(string text, List<SqlToken> tokens, List<List<SqlToken>> conditions, int depth)
    {
        while (IsWrapped(tokens) && depth++ < DeepestNesting)
        {
            tokens = tokens.GetRange(1, tokens.Count - 2);
        }

        List<int> cuts = Cuts(text, tokens);
        if (cuts.Count == 0 || depth > DeepestNesting)
        {
            conditions.Add(tokens);
            return;
        }

        int start = 0;
        foreach (int cut in cuts.Append(tokens.Count))
        {
            Split(text, tokens.GetRange(start, cut - start), conditions, depth + 1);
            start = cut + 1;
        }
    }

    private static bool IsWrapped(List<SqlToken> tokens)
    {
        if (tokens.Count < 2 || tokens[0].Kind != SqlTokenKind.OpenParenthesis)
        {
            return false;
        }

        int depth = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            depth += Nesting(tokens[i]);
            if (depth == 0)
            {
                return i == tokens.Count - 1;
            }
        }

        return false;
    }

    // Where the ANDs outside of everything are, without those of BETWEEN; none where there is an OR.
    private static List<int> Cuts(string text, List<SqlToken> tokens)
    {
        var cuts = new List<int>();
        int depth = 0;
        int betweens = 0;
        for (int i = 0; i < tokens.Count; i++)
        {
            depth += Nesting(tokens[i]);
            string word = depth == 0 && tokens[i].Kind == SqlTokenKind.Word ? SqlName.Of(text, tokens[i]) : "";
            switch (word)
            {
                case "or" or "case":
                    return [];
                case "between":
                    betweens++;
                    break;
                case "and" when betweens > 0:
                    betweens--;
                    break;
                case "and":
                    cuts.Add(i);
                    break;
            }
        }

        return cuts;
    }
}
