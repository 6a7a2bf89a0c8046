namespace ServicePing.Pages;

/// <summary>How a button looks.</summary>
internal enum ButtonKind
{
    Plain,
    Primary,
    Danger,
}

/// <summary>A form that changes something, and is posted.</summary>
/// <param name="Action">Where it is posted to.</param>
/// <param name="Body">Its fields and buttons.</param>
internal sealed record Form(string Action, Content Body)
{
    /// <summary>What is sent with it, such as a token against forgery.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Hidden { get; init; } = [];

    /// <summary>Whether files are sent with it.</summary>
    internal bool HasFiles { get; init; }

    internal string? Class { get; init; }

    internal void Write(HtmlWriter html)
    {
        string? encoding = HasFiles ? "multipart/form-data" : null;
        html.Write($"""
            <form method="post" action="{Action:url}"{encoding:enctype}{Class:class}>{Hidden.Select(Field)}{Body}</form>
            """);
    }

    internal static Content Button(string text, ButtonKind kind = ButtonKind.Plain, bool isDisabled = false) => html =>
    {
        string look = kind switch
        {
            ButtonKind.Primary => "button primary",
            ButtonKind.Danger => "button danger",
            _ => "button",
        };
        html.Write($"""<button type="submit" class="{look}"{isDisabled:disabled}>{text}</button>""");
    };

    /// <summary>A link that looks like a button, since it only leads somewhere.</summary>
    internal static Content ButtonLink(string address, string text, bool isDownload = false) =>
        html => html.Write($"""<a class="button" href="{address:url}"{isDownload:download}>{text}</a>""");

    private static Content Field(KeyValuePair<string, string> field) =>
        html => html.Write($"""<input type="hidden" name="{field.Key}" value="{field.Value}">""");
}

/// <summary>A switch with its consequences.</summary>
/// <param name="Name">The field of the form; <c>true</c> where it is on.</param>
/// <param name="Label">What it switches.</param>
internal sealed record Switch(string Name, string Label)
{
    internal bool IsOn { get; init; }

    /// <summary>Whether nobody can change it here.</summary>
    internal bool IsLocked { get; init; }

    /// <summary>What follows, in plain words.</summary>
    internal required Content Consequence { get; init; }

    internal void Write(HtmlWriter html) => html.Write($"""
        <div class="switch"><input type="checkbox" role="switch" id="{Name}" name="{Name}" value="true"
         aria-describedby="{Name}-says"{IsOn:checked}{IsLocked:disabled}><div><label for="{Name}">{Label}</label>
        <div class="says" id="{Name}-says">{Consequence}</div></div></div>

        """);
}

/// <summary>A field for text.</summary>
/// <param name="Name">The field of the form.</param>
/// <param name="Label">What belongs in it.</param>
internal sealed record TextField(string Name, string Label)
{
    internal string? Value { get; init; }

    internal string? Placeholder { get; init; }

    /// <summary>What to know before filling it in.</summary>
    internal Content? Hint { get; init; }

    internal bool IsLocked { get; init; }

    internal bool IsRequired { get; init; }

    /// <summary>How many lines; one unless said.</summary>
    internal int Lines { get; init; } = 1;

    internal void Write(HtmlWriter html)
    {
        string? hint = Hint is null ? null : $"{Name}-says";
        html.Write($"""<div class="field"><label for="{Name}">{Label}</label>""");
        if (Lines > 1)
        {
            // A parser drops a line feed at the beginning, so one that may be dropped comes first.
            html.Write($"""
                <textarea id="{Name}" name="{Name}" rows="{Lines}" spellcheck="false"{Placeholder:placeholder}
                {hint:aria-describedby}{IsLocked:readonly}>
                {Value}</textarea>
                """);
        }
        else
        {
            html.Write($"""
                <input type="text" id="{Name}" name="{Name}" autocomplete="off" spellcheck="false"
                {Value:value}{Placeholder:placeholder}{hint:aria-describedby}{IsLocked:readonly}{IsRequired:required}>
                """);
        }

        if (hint is not null)
        {
            html.Write($"""<div class="says" id="{hint}">{Hint}</div>""");
        }

        html.Write($"</div>\n");
    }
}
