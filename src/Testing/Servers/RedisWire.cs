using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ServicePing.Testing;

/// <summary>A plain connection to one Redis server, for what has to reach that very server.</summary>
internal sealed class RedisWire : IAsyncDisposable
{
    private readonly TcpClient client = new();
    private Stream? stream;
    private StreamReader? reader;

    /// <summary>Connects, and logs in where there is a password.</summary>
    public static Task<RedisWire> ConnectAsync(int port, string? password = null, CancellationToken cancellationToken = default) =>
        ConnectAsync(port, password, authorityFile: null, cancellationToken);

    /// <summary>Connects, with TLS where there is an authority to trust, and logs in where there is a password.</summary>
    public static async Task<RedisWire> ConnectAsync(int port, string? password, string? authorityFile, CancellationToken cancellationToken)
    {
        RedisWire wire = new();
        try
        {
            await wire.client.ConnectAsync(IPAddress.Loopback, port, cancellationToken).ConfigureAwait(false);
            wire.stream = authorityFile is null
                ? wire.client.GetStream()
                : await ServerCertificates.SecureAsync(wire.client.GetStream(), authorityFile, cancellationToken).ConfigureAwait(false);
            wire.reader = new StreamReader(wire.stream, Encoding.Latin1);
            if (password is not null)
            {
                await wire.AskAsync(["AUTH", password], cancellationToken).ConfigureAwait(false);
            }

            return wire;
        }
        catch
        {
            await wire.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Sends a command and waits for its answer: text, elements, or null; numbers are texts.</summary>
    /// <exception cref="IOException">The server has refused the command, or ended the connection.</exception>
    public async Task<object?> AskAsync(IReadOnlyList<string> words, CancellationToken cancellationToken = default)
    {
        StringBuilder command = new();
        command.Append(CultureInfo.InvariantCulture, $"*{words.Count}\r\n");
        foreach (string word in words)
        {
            command.Append(CultureInfo.InvariantCulture, $"${Encoding.UTF8.GetByteCount(word)}\r\n{word}\r\n");
        }

        await stream!.WriteAsync(Encoding.UTF8.GetBytes(command.ToString()), cancellationToken).ConfigureAwait(false);
        return await ReadAsync(cancellationToken).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync()
    {
        reader?.Dispose();
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<object?> ReadAsync(CancellationToken cancellationToken)
    {
        string line = await reader!.ReadLineAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new EndOfStreamException("Redis has ended the connection.");
        switch (line[0])
        {
            case '-':
                throw new IOException(line[1..]);
            case '$' when Number(line) < 0:
            case '*' when Number(line) < 0:
                return null;
            case '$':
                char[] text = new char[Number(line) + 2];
                await reader.ReadBlockAsync(text, cancellationToken).ConfigureAwait(false);
                return new string(text, 0, text.Length - 2);
            case '*':
                object?[] elements = new object?[Number(line)];
                for (int i = 0; i < elements.Length; i++)
                {
                    elements[i] = await ReadAsync(cancellationToken).ConfigureAwait(false);
                }

                return elements;
            default:
                return line[1..];
        }
    }

    private static int Number(string line) => int.Parse(line.AsSpan(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
}
