using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using FsCheck;
using FsCheck.Fluent;

namespace ServicePing.Pages.Tests;

/// <summary>Whatever a text is, a page with it has the elements and attributes of the page without it, and shows the text.</summary>
public sealed class InertTests
{
    private static readonly string[] Addresses = ["href", "src", "action", "formaction"];

    public static TheoryData<string> Pieces => [.. All("x").Select(piece => piece.Name)];

    [Theory]
    [MemberData(nameof(Pieces))]
    public void A_hostile_text_is_inert_in_every_piece(string name)
    {
        string expected = Shape(Rendered(name, "x"));
        foreach (string text in Hostile.Texts.Where(text => text.Length > 0))
        {
            Holds(name, text, expected);
        }
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Texts_put_together_from_what_is_dangerous_are_inert_in_every_piece(string name)
    {
        string expected = Shape(Rendered(name, "x"));
        string[] parts = [.. Hostile.Texts, "<", ">", "\"", "'", "&", "/", "=", "`", " ", "\n", "a", ":", "\\"];
        Gen<string> texts = Gen.NonEmptyListOf(Gen.Elements(parts)).Select(some => string.Concat(some));

        Check.One(
            Config.QuickThrowOnFailure.WithMaxTest(60),
            Prop.ForAll(texts.ToArbitrary(), text => Holds(name, text + "x", expected)));
    }

    private static void Holds(string name, string text, string expected)
    {
        IDocument page = Rendered(name, text);
        Assert.Equal(expected, Shape(page));
        Assert.Contains(AsParsed(text), Said(page), StringComparison.Ordinal);
        foreach (IAttr address in page.All.SelectMany(element => element.Attributes).Where(one => Addresses.Contains(one.Name)))
        {
            Assert.True(IsHarmless(address.Value), address.Value);
        }
    }

    /// <summary>Every piece, with the text in every field of it.</summary>
    private static IEnumerable<(string Name, Content Content)> All(string text)
    {
        Content inner = Text.Of(text);
        yield return ("text", Text.All(
            Text.Code(text),
            Text.Quiet(text),
            Text.Link(text, text),
            Text.CodeLink(text, text),
            Text.Paragraph(text),
            Text.Badge(Tone.Bad, text)));
        yield return ("facts", new Facts([new(text, text) { Note = text }]).Write);
        yield return ("notice", new Notice(Tone.Bad, text) { Body = inner, IsAnswer = true }.Write);
        yield return ("section", new Section(text, inner) { Id = "x", Lead = text, Actions = inner }.Write);
        yield return ("table", new Table
        {
            Caption = text,
            Columns = [new(text), new(text, IsNumber: true)],
            Rows = [[inner, inner]],
        }.Write);
        yield return ("nothing", new Table { Caption = text, Columns = [], Rows = [], Nothing = text }.Write);
        yield return ("form", new Form(text, Text.All(inner, Form.Button(text), Form.ButtonLink(text, text)))
        {
            Hidden = [new(text, text)],
            Class = text,
        }.Write);
        yield return ("switch", new Switch(text, text) { Consequence = inner }.Write);
        yield return ("field", new TextField(text, text) { Value = text, Placeholder = text, Hint = inner }.Write);
        yield return ("lines", new TextField(text, text) { Value = text, Placeholder = text, Hint = inner, Lines = 4 }.Write);
        yield return ("chart", new BarChart(text, [new(text, 1, text)], 2).Write);
        yield return ("tree", new JsonTree(Json(text)) { LinkOf = path => path }.Write);
        yield return ("searched tree", new JsonTree(Json(text)) { Search = Valid(text) }.Write);
        yield return ("difference", new DifferenceTable(Difference.Between("{}"u8.ToArray(), Json(text)))
        {
            Caption = text,
            Before = text,
            After = text,
            LinkOf = path => path,
        }.Write);
        yield return ("page", new PageFrame
        {
            Site = new Site
            {
                Name = text,
                Subject = text,
                Home = text,
                Assets = text,
                Navigation = [new(null, [new(text, text)]), new(text, [new(text, text + "/")])],
            },
            Title = text,
            Lead = text,
            Current = text,
            Actions = inner,
            RefreshSeconds = 3,
            Policy = text,
            Styles = [text],
            Scripts = [text],
            Twin = text,
            Body = inner,
        }.Write);
    }

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static ReadOnlyMemory<byte> Json(string text)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Plain))
        {
            json.WriteStartObject();
            json.WriteString("a" + Valid(text), Valid(text));
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    private static string Valid(string text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));

    private static IDocument Rendered(string name, string text)
    {
        Content content = All(text).Single(piece => piece.Name == name).Content;
        return new HtmlParser().ParseDocument(Encoding.UTF8.GetString(HtmlWriter.Render(content).Span));
    }

    /// <summary>Elements and names of attributes, in order.</summary>
    private static string Shape(IDocument page) => string.Join(
        '\n', page.All.Select(element => $"{element.LocalName} {string.Join(' ', element.Attributes.Select(one => one.Name))}"));

    private static string Said(IDocument page) =>
        string.Join('\n', page.All.SelectMany(element => element.Attributes).Select(one => one.Value)) + page.DocumentElement.TextContent;

    /// <summary>What a parser makes of the text, which is what was written but for what no page can hold.</summary>
    private static string AsParsed(string text) => Valid(text).Replace('\0', '\uFFFD');

    private static bool IsHarmless(string address) =>
        Uri.TryCreate(new Uri("https://here.example/a/"), address, out Uri? uri)
        && (uri.Host == "here.example" || address.StartsWith("https://", StringComparison.Ordinal)
            || address.StartsWith("http://", StringComparison.Ordinal) || address == "data:,")
        && uri.Scheme is "https" or "http" or "data";
}
