using System.Reflection;
using System.Text.RegularExpressions;

namespace ServicePing.Tests;

/// <summary>A folder of the runtime is a room: its arrows to others go one way, and <c>docs/architecture.md</c> shows them.</summary>
public sealed partial class RoomTests
{
    private const string Root = "ServicePing.Runtime";

    private static readonly Assembly Runtime = typeof(ServicePingCollector).Assembly;

    /// <summary>The folder of each type that is not nested, by its name; what the compiler and its generators add is in none.</summary>
    private static readonly Dictionary<string, string> Folders = Declared();

    // Public types are in few namespaces whatever their folder is.
    private static readonly CompiledRooms Rooms = new(Runtime, FolderOf);

    private static IEnumerable<Type> Types => Runtime.GetTypes().Where(type => FolderOf(type) is not null);

    [Fact]
    public void No_room_reaches_back_to_itself() => Assert.Empty(Rooms.Circles());

    [Fact]
    public void The_page_shows_every_arrow_and_each_leads_to_a_room_above()
    {
        bool isWriting = Environment.GetEnvironmentVariable("SERVICEPING_GOLDEN") == "write";
        (RoomTable shown, RoomTable real) = RoomTable.Read($"### Rooms of {Root}", Rooms, isWriting);

        Assert.Equal(real.ToString(), shown.ToString());
        Assert.Empty(shown.WrongWay());
    }

    /// <summary>What users and generated code name stays where it is: a library that was compiled last year runs with it.</summary>
    [Fact]
    public void A_type_of_a_folder_is_in_its_namespace_unless_it_is_public()
    {
        Assert.True(Types.Count() > 300);
        Assert.Empty(Types.Where(type => type.IsNotPublic && type.Namespace != NamespaceOf(FolderOf(type)!)).Select(type => type.FullName));
        Assert.Equal(
            ["ServicePing", "ServicePing.Runtime.Plans"],
            Types.Where(type => type.IsPublic).Select(type => type.Namespace).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The standard metrics are compiled as those of any program, whose namespace is that of its folder.</summary>
    private static string NamespaceOf(string folder) => folder == "Standard" ? "ServicePing.Standard" : $"{Root}.{folder.Replace('/', '.')}";

    private static string? FolderOf(Type type) =>
        type.Namespace?.StartsWith("ServicePing", StringComparison.Ordinal) == true ? Folders.GetValueOrDefault(type.Name.Split('`')[0]) : null;

    private static Dictionary<string, string> Declared()
    {
        string root = Repository.PathOf("src", "Runtime");
        Dictionary<string, string> folders = [];
        foreach (string file in Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories))
        {
            string folder = Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/');
            if (folder.Split('/')[0] is not ("bin" or "obj"))
            {
                foreach (string name in Declaration().Matches(File.ReadAllText(file)).Select(match => match.Groups["name"].Value))
                {
                    // A part of a type is where the whole is.
                    Assert.True(folders.TryAdd(name, folder) || folders[name] == folder, $"{name} is in {folders[name]} and in {folder}.");
                }
            }
        }

        return folders;
    }

    [GeneratedRegex(@"^(?:public|internal) (?:[a-z]+ )*?(?:class|struct|interface|enum|record(?: struct)?|delegate \S+) (?<name>[A-Z]\w*)", RegexOptions.Multiline)]
    private static partial Regex Declaration();
}
