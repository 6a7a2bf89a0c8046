using System.Globalization;

namespace ServicePing.Tool;

/// <summary>Says what is being done once it takes longer than a second, where somebody looks; nothing of it is left at the end.</summary>
internal sealed class Waiting : IDisposable
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private readonly string _what;
    private readonly Timer? _timer;
    private int _seconds;
    private bool _hasEnded;

    private Waiting(string what)
    {
        _what = what;
        _timer = Console.IsErrorRedirected ? null : new Timer(_ => Tell(), null, Second, Second);
    }

    /// <summary>Begins to wait.</summary>
    /// <param name="what">What is done, such as <c>looking at the database</c>.</param>
    internal static Waiting For(string what) => new(what);

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_lock)
        {
            _hasEnded = true;
            if (_seconds > 0)
            {
                Console.Error.Write($"\r{new string(' ', Line.Length)}\r");
            }
        }
    }

    private string Line => string.Create(CultureInfo.InvariantCulture, $"{_what} … {_seconds} s");

    private void Tell()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _seconds++;
                Console.Error.Write($"\r{Line}");
            }
        }
    }
}
