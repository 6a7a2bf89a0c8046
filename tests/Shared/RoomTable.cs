namespace ServicePing.Tests;

/// <summary>The table of an assembly's rooms in <c>docs/architecture.md</c>: what each of them uses, from the lowest to the highest.</summary>
internal sealed class RoomTable
{
    private const string Head = "| room | uses | what lives there |";

    private readonly List<string[]> _rows;

    private RoomTable(IEnumerable<string[]> rows) => _rows = [.. rows];

    /// <summary>The arrows of the table that do not lead to a row above, as a room's must.</summary>
    public IEnumerable<string> WrongWay() =>
        from row in _rows
        from used in row[1].Split(", ")
        where used != "nothing" && !_rows.TakeWhile(other => other != row).Any(other => other[0] == used)
        select $"{row[0]} → {used}";

    /// <summary>The table that stands in the page, and the same with what the rooms do use.</summary>
    /// <param name="heading">The heading below which it stands.</param>
    /// <param name="rooms">The rooms.</param>
    /// <param name="isWriting">Whether the page is to say what the rooms use from now on.</param>
    public static (RoomTable Shown, RoomTable True) Read(string heading, CompiledRooms rooms, bool isWriting)
    {
        string path = Repository.PathOf("docs", "architecture.md");
        List<string> page = [.. File.ReadAllLines(path)];
        int first = page.IndexOf(Head, page.IndexOf(heading)) + 2;
        RoomTable shown = new(page.Skip(first).TakeWhile(static line => line.StartsWith('|')).Select(static line => line[2..^2].Split(" | ", 3)));
        List<string> order = [.. shown._rows.Select(static row => row[0].Trim('`'))];
        RoomTable real = new(order.Where(rooms.Names.Contains).Concat(rooms.Names.Except(order)).Select(room => new[]
        {
            $"`{room}`",
            rooms.UsedBy(room).Any() ? string.Join(", ", rooms.UsedBy(room).OrderBy(order.IndexOf).Select(static used => $"`{used}`")) : "nothing",
            shown._rows.Find(row => row[0] == $"`{room}`")?[2] ?? "",
        }));
        if (isWriting)
        {
            page.RemoveRange(first, shown._rows.Count);
            page.InsertRange(first, real._rows.Select(static row => $"| {string.Join(" | ", row)} |"));
            File.WriteAllText(path, string.Join('\n', page) + "\n");
        }

        return (shown, real);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _rows.Select(static row => $"{row[0]} uses {row[1]}"));
}
