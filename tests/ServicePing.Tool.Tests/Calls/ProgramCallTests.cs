using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;
using ServicePing.Tests;
using ServicePing.Tool.Calls;

namespace ServicePing.Tool.Tests.Calls;

/// <summary>Where a compiled program tracks events, read from its instructions and symbols.</summary>
public sealed partial class ProgramCallTests
{
    private const string Program = "tests/ServicePing.Tool.Tests/Calls/MailProgram.cs";

    private static readonly FileInfo s_program = new(typeof(ProgramCallTests).Assembly.Location);

    [Theory]
    [InlineData("send_mail")]
    [InlineData("g_mail_read")]
    public void Every_place_is_found_with_its_line_and_member_and_none_besides(string name)
    {
        ProgramCalls calls = ProgramCalls.Of(s_program, [], Repository.Root);

        IReadOnlyList<EventCall> found = name == "g_mail_read" ? calls.OfKnownEvent(name) : calls.OfEvent(name);

        // Other tests track as well.
        Assert.Equal(Marked(name), found.Where(call => call.File == Program).Select(call => (call.File, call.Line, call.Member)));
    }

    [Fact]
    public void Without_symbols_the_assembly_and_the_member_are_told()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-calls-");
        try
        {
            FileInfo copy = WithoutSymbols(Path.Combine(folder.FullName, s_program.Name));

            IReadOnlyList<EventCall> found = ProgramCalls.Of(copy, [], Repository.Root).OfEvent("send_mail");

            Assert.Contains((s_program.Name, null, "MailProgram.Send"), found.Select(call => (call.File, call.Line, call.Member)));
            Assert.All(found, call => Assert.Null(call.Line));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void A_file_outside_of_the_sources_is_named_without_its_folder() =>
        Assert.Contains(
            ProgramCalls.Of(s_program, [], Repository.Root).OfEvent("send_mail"),
            call => (call.File, call.Line, call.Member) == ("Linked.cs", 7, "MailProgram.SendFromElsewhere"));

    [Fact]
    public void The_root_is_that_of_the_repository_or_else_the_project()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("serviceping-root-");
        try
        {
            DirectoryInfo definitions = folder.CreateSubdirectory("src").CreateSubdirectory("Shop").CreateSubdirectory("ServicePing");
            Assert.Equal(definitions.Parent!.FullName, ProgramCalls.RootOf(definitions));

            // A worktree has a file of that name.
            File.WriteAllText(Path.Combine(folder.FullName, ".git"), "");
            Assert.Equal(folder.FullName, ProgramCalls.RootOf(definitions));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>A copy that tells of no symbols: the size of its directory of debug data is zero (PE format, data directory 6).</summary>
    private static FileInfo WithoutSymbols(string path)
    {
        byte[] image = File.ReadAllBytes(s_program.FullName);
        using PEReader reader = new(new MemoryStream(image));
        int directories = reader.PEHeaders.PEHeaderStartOffset + (reader.PEHeaders.PEHeader!.Magic == PEMagic.PE32 ? 96 : 112);
        image.AsSpan(directories + 6 * 8, 8).Clear();
        File.WriteAllBytes(path, image);
        return new FileInfo(path);
    }

    private static IEnumerable<(string File, int? Line, string Member)> Marked(string name) => File.ReadLines(Path.Combine(Repository.Root, Program))
        .Select((text, at) => (Mark: Mark().Match(text), Line: (int?)at + 1))
        .Where(one => one.Mark.Success && one.Mark.Groups[1].Value == name)
        .Select(one => (Program, one.Line, one.Mark.Groups[2].Value));

    [GeneratedRegex(@"// tracks (\w+) in (\S+)$")]
    private static partial Regex Mark();
}
