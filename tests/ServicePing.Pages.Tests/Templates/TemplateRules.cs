using System.Text;

namespace ServicePing.Pages.Tests;

/// <summary>
/// Walks through a template as a parser of HTML does, and says which holes stand where no encoding helps, or have a format for elsewhere.
/// </summary>
internal sealed class TemplateRules
{
    private static readonly HashSet<string> Addresses = new(StringComparer.OrdinalIgnoreCase)
    {
        "href", "src", "action", "formaction", "poster", "cite", "data", "background", "longdesc", "manifest", "srcset", "ping",
        "xlink:href",
    };

    // What is run, or read as markup or style again.
    private static readonly HashSet<string> Forbidden = new(StringComparer.OrdinalIgnoreCase) { "style", "srcdoc" };

    private enum State
    {
        Text,
        TagName,
        Tag,
        AttributeName,
        AfterEquals,
        Quoted,
        Unquoted,
        Comment,
    }

    private readonly List<string> _problems = [];
    private readonly StringBuilder _name = new();
    private State _state = State.Text;
    private string _element = "";
    private string _attribute = "";
    private string _open = "";
    private char _quote;
    private int _valueLength;

    internal static IReadOnlyList<string> ProblemsOf(Template template)
    {
        TemplateRules rules = new();
        foreach (TemplatePart part in template.Parts)
        {
            if (part.Markup is { } markup)
            {
                rules.Read(markup);
            }
            else
            {
                rules.Look(part);
                rules._valueLength++;
            }
        }

        if (rules._state != State.Text)
        {
            rules._problems.Add("it ends within a tag or a comment");
        }

        return rules._problems;
    }

    private void Read(string markup)
    {
        for (int at = 0; at < markup.Length; at++)
        {
            char letter = markup[at];
            switch (_state)
            {
                case State.Text when letter == '<' && string.CompareOrdinal(markup, at, "<!--", 0, 4) == 0:
                    _state = State.Comment;
                    break;
                case State.Text when letter == '<' && !BeginsTag(markup, at):
                    break;
                case State.Text when letter == '<' && (_open.Length == 0
                    || markup[at..].StartsWith($"</{_open}", StringComparison.OrdinalIgnoreCase)):
                    (_state, _open) = (State.TagName, "");
                    _name.Clear();
                    break;
                case State.Comment when letter == '>' && at >= 2 && markup[(at - 2)..at] == "--":
                    _state = State.Text;
                    break;
                case State.TagName or State.Tag or State.AttributeName when letter == '>':
                    EndName();
                    _open = _element is "script" or "style" ? _element : "";
                    _state = State.Text;
                    break;
                case State.TagName when char.IsWhiteSpace(letter):
                    EndName();
                    _state = State.Tag;
                    break;
                case State.TagName:
                    _name.Append(letter);
                    break;
                case State.Tag or State.AttributeName when letter == '=':
                    EndName();
                    _state = State.AfterEquals;
                    break;
                case State.AttributeName when char.IsWhiteSpace(letter) || letter == '/':
                    EndName();
                    _state = State.Tag;
                    break;
                case State.Tag when !char.IsWhiteSpace(letter) && letter != '/':
                    _state = State.AttributeName;
                    _name.Clear();
                    _name.Append(letter);
                    break;
                case State.AttributeName:
                    _name.Append(letter);
                    break;
                case State.AfterEquals when letter is '"' or '\'':
                    (_state, _quote, _valueLength) = (State.Quoted, letter, 0);
                    break;
                case State.AfterEquals:
                    _state = State.Unquoted;
                    _problems.Add($"the value of '{_attribute}' is not quoted");
                    break;
                case State.Unquoted when letter == '>':
                    _state = State.Text;
                    break;
                case State.Unquoted when char.IsWhiteSpace(letter):
                    _state = State.Tag;
                    break;
                case State.Quoted when letter == _quote:
                    _state = State.Tag;
                    break;
                case State.Quoted:
                    _valueLength++;
                    break;
            }
        }
    }

    /// <summary>Whether a parser takes it for a tag; where a hole follows, nobody knows.</summary>
    private static bool BeginsTag(string markup, int at) =>
        at + 1 == markup.Length || char.IsAsciiLetter(markup[at + 1]) || markup[at + 1] is '/' or '!';

    private void EndName()
    {
        if (_state == State.TagName)
        {
            _element = _name.ToString().ToLowerInvariant();
        }
        else if (_name.Length > 0)
        {
            _attribute = _name.ToString().ToLowerInvariant();
        }

        _name.Clear();
    }

    private void Look(TemplatePart hole)
    {
        if (_state == State.TagName && _name.Length > 0 && hole.Format is not null)
        {
            EndName();
            _state = State.Tag;
        }

        string? problem = _state switch
        {
            State.Text when _open.Length > 0 => $"is in <{_open}>",
            State.Text => hole.Format is null ? null : $"has the format '{hole.Format}' between tags",
            State.Comment => "is in a comment",
            State.Quoted => InValue(hole.Format),
            State.AfterEquals or State.Unquoted => "is in a value that is not quoted",
            State.Tag or State.AttributeName => AsAttribute(hole.Format),
            _ => "is in the name of a tag",
        };
        if (problem is not null)
        {
            _problems.Add($"{{{hole.Hole}}} {problem}");
        }
    }

    private string? InValue(string? format) =>
        IsRun(_attribute) ? $"is in '{_attribute}'"
        : !Addresses.Contains(_attribute) ? (format is null ? null : $"has the format '{format}' in '{_attribute}'")
        : _valueLength == 0 ? (format == HtmlTemplate.Url ? null : $"begins the address of '{_attribute}' without the format 'url'")
        : format == HtmlTemplate.Part ? null : $"is further on in the address of '{_attribute}' without the format 'part'";

    private string? AsAttribute(string? format)
    {
        if (_state == State.AttributeName)
        {
            EndName();
            _state = State.Tag;
        }

        return string.IsNullOrEmpty(format) ? "stands for an attribute without saying which"
            : IsRun(format) || Addresses.Contains(format) || !format.All(letter => char.IsAsciiLetterLower(letter) || letter == '-')
                ? $"stands for '{format}', which is no attribute for a hole"
                : null;
    }

    private static bool IsRun(string attribute) => attribute.StartsWith("on", StringComparison.OrdinalIgnoreCase)
        || Forbidden.Contains(attribute);
}
