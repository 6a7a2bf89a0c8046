using Spectre.Console;

namespace ServicePing.Tool;

/// <summary>What people read: in colours and as wide as the window on a terminal, plain and on long lines anywhere else.</summary>
internal static class Screen
{
    // Nobody's window limits a file or a pipe.
    private const int Unlimited = 400;

    /// <summary>Whether somebody looks at the output.</summary>
    internal static bool IsWatched => !Console.IsOutputRedirected;

    /// <summary>Where tables go.</summary>
    internal static IAnsiConsole Out { get; } = Made();

    /// <summary>A line of a list: on a terminal no longer than the window, so that each stays one line.</summary>
    internal static void WriteLine(string line)
    {
        int width = IsWatched ? Out.Profile.Width : int.MaxValue;
        Console.WriteLine(line.Length <= width || width < 2 ? line : string.Concat(line.AsSpan(0, width - 1), "…"));
    }

    /// <summary>A title, which a terminal shows in bold.</summary>
    internal static void WriteTitle(string title) => Out.Write(new Text(title + "\n", new Style(decoration: Decoration.Bold)));

    private static IAnsiConsole Made()
    {
        IAnsiConsole console = AnsiConsole.Console;
        if (!IsWatched)
        {
            console.Profile.Width = Unlimited;
            console.Profile.Capabilities.Ansi = false;
            console.Profile.Capabilities.ColorSystem = ColorSystem.NoColors;
        }

        return console;
    }
}
