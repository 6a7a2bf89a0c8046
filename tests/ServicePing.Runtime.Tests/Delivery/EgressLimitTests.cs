using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Delivery;
using ServicePing.Runtime.Storage;

namespace ServicePing.Tests;

/// <summary>No receiver holds a program up or fills its memory: each step has a limit, which ends it and the connection.</summary>
public sealed class EgressLimitTests : SendingTest
{
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(1);

    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    [Fact]
    public async Task A_listener_that_takes_no_connection_ends_when_the_limit_of_connecting_does()
    {
        using Socket listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(0);
        List<Socket> waiting = [];
        for (int i = 0; i < 16; i++)
        {
            Socket one = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            waiting.Add(one);
            _ = one.ConnectAsync(listener.LocalEndPoint!).ContinueWith(ended => ended.Exception, TaskScheduler.Default);
        }

        DeliveryAttempt attempt = await SendAsync(
            $"http://{listener.LocalEndPoint}", limits: new EgressLimits { Connect = Short, Write = Long, Read = Long, Body = Long });
        waiting.ForEach(one => one.Dispose());

        AssertTimedOut(attempt, "There was no connection within 0.5 seconds. See whether a firewall drops it");
        Assert.Equal(0, attempt.SentBytes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_receiver_or_proxy_that_takes_a_connection_and_says_nothing_ends_with_the_limit_of_connecting(bool isProxy)
    {
        using TcpListener silent = new(IPAddress.Loopback, 0);
        silent.Start();
        Task<TcpClient> taking = silent.AcceptTcpClientAsync();
        EgressLimits limits = new() { Connect = Short, Write = Long, Read = Long, Body = Long };

        DeliveryAttempt attempt = isProxy
            ? await SendAsync("https://receiver.invalid", options => options.Proxy = $"http://{silent.LocalEndpoint}", limits)
            : await SendAsync($"https://{silent.LocalEndpoint}", limits: limits);

        AssertTimedOut(attempt, "There was no connection within 0.5 seconds.");
        using TcpClient taken = await taking;
        await ClosedAsync(taken.GetStream());
    }

    [Fact]
    public async Task A_receiver_that_does_not_read_ends_with_the_limit_of_writing()
    {
        using TcpListener stuck = new(IPAddress.Loopback, 0);
        stuck.Server.ReceiveBufferSize = 4096;
        stuck.Start();
        Task<TcpClient> taking = stuck.AcceptTcpClientAsync();
        string address = $"http://{stuck.LocalEndpoint}";
        await using ServiceProvider program = Program(address);
        EgressGate gate = program.GetRequiredService<EgressGate>();
        gate.Limits = new EgressLimits { Connect = Long, Write = Short, Read = Long, Body = Long };
        byte[] body = RandomNumberGenerator.GetBytes(16 << 20);

        EgressAnswer answer = await gate.PostAsync(EgressPurpose.Ping, new Uri(address), body, [], default);

        Assert.Equal(("timed_out", null), (answer.Outcome, answer.StatusCode));
        Assert.StartsWith("The receiver has not taken all within 0.5 seconds.", answer.Message, StringComparison.Ordinal);
        Assert.InRange(answer.SentBytes, 1, body.Length - 1);
        using TcpClient taken = await taking;
        await ClosedAsync(taken.GetStream());
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "The receiver has not answered within 0.5 seconds.")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", "The answer has not ended within 0.5 seconds.")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n", "The answer has not ended within 0.5 seconds.")]
    [InlineData("HTTP/1.1 503 x\r\nRetry-After: 7200\r\n\r\n", "")]
    public async Task An_answer_that_drips_ends_with_its_limit(string beginning, string sentence)
    {
        await using ReceiverDouble receiver = Receiver(async stream =>
        {
            await ReceiverDouble.WriteAsync(stream, beginning);
            while (true)
            {
                await ReceiverDouble.WriteAsync(stream, "x");
                await Task.Delay(20);
            }
        });
        bool isHead = sentence.StartsWith("The receiver", StringComparison.Ordinal);
        EgressLimits limits = new() { Connect = Long, Write = Long, Read = isHead ? Short : Long, Body = Short };

        DeliveryAttempt attempt = await SendAsync(receiver, limits: limits);

        if (sentence.Length > 0)
        {
            AssertTimedOut(attempt, isHead ? sentence : $"The receiver has answered with 200. {sentence}");
        }
        else
        {
            // What the status and the headers have said counts.
            Assert.Equal(("unavailable", CycleState.Sending, 503), (attempt.Outcome, attempt.State, attempt.StatusCode));
            Assert.True(attempt.NextAttemptIn >= TimeSpan.FromHours(2));
        }

        await _closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task An_answer_that_stops_ends_with_the_limit_between_two_pieces()
    {
        await using ReceiverDouble receiver = Receiver(async stream =>
        {
            await ReceiverDouble.WriteAsync(stream, "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{");
            await ReadToEndAsync(stream);
        });

        DeliveryAttempt attempt = await SendAsync(
            receiver, limits: new EgressLimits { Connect = Long, Write = Long, Read = Short, Body = Long });

        AssertTimedOut(attempt, "The receiver has answered with 200. The answer did not go on within 0.5 seconds.");
        await _closed.Task.WaitAsync(Patience);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    public async Task An_answer_in_chunks_is_read_up_to_its_limit_and_no_further(int more, bool isRead)
    {
        string body = Delivered.PadRight((1 << 20) + more);
        await using ReceiverDouble receiver = Receiver(async stream =>
        {
            await ReceiverDouble.WriteAsync(stream, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
            foreach (char[] piece in body.Chunk(50_000))
            {
                await ReceiverDouble.WriteAsync(stream, $"{piece.Length:x}\r\n{new string(piece)}\r\n");
            }

            await ReceiverDouble.WriteAsync(stream, "0\r\n\r\n");
            await ReadToEndAsync(stream);
        });

        DeliveryAttempt attempt = await SendAsync(receiver);

        Assert.Equal(isRead ? "delivered" : "too_large", attempt.Outcome);
        Assert.Equal(!isRead, attempt.Message.Contains("more than 1048576 bytes, which are not read", StringComparison.Ordinal));
        await _closed.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task Answers_without_an_end_are_not_read_to_it()
    {
        await using ReceiverDouble body = Receiver(stream => FloodAsync(stream, "HTTP/1.1 200 OK\r\n\r\n"));
        Assert.Equal("too_large", (await SendAsync(body)).Outcome);
        await _closed.Task.WaitAsync(Patience);

        await using ReceiverDouble head = Receiver(stream => FloodAsync(stream, "HTTP/1.1 200 OK\r\nX: "));
        DeliveryAttempt attempt = await SendAsync(head);
        Assert.Equal(("too_large", "The headers of the answer are too large."), (attempt.Outcome, attempt.Message));
    }

    private static async Task FloodAsync(Stream stream, string beginning)
    {
        await ReceiverDouble.WriteAsync(stream, beginning);
        byte[] flood = Encoding.ASCII.GetBytes(new string('x', 1 << 16));
        while (true)
        {
            await stream.WriteAsync(flood);
        }
    }

    private static void AssertTimedOut(DeliveryAttempt attempt, string sentence)
    {
        Assert.Equal(("timed_out", CycleState.Sending), (attempt.Outcome, attempt.State));
        Assert.StartsWith(sentence, attempt.Message, StringComparison.Ordinal);
        Assert.NotNull(attempt.NextAttemptIn);

        // The clock of a limit may be a few milliseconds early; the other limits are minutes.
        Assert.InRange(attempt.Elapsed, Short - TimeSpan.FromMilliseconds(50), Long - TimeSpan.FromSeconds(10));
    }

    /// <summary>Comes back once the other side has closed the connection.</summary>
    private static Task ClosedAsync(Stream stream) => ReadToEndAsync(stream).WaitAsync(Patience);

    private static async Task ReadToEndAsync(Stream stream)
    {
        try
        {
            byte[] piece = new byte[1 << 16];
            while (await stream.ReadAsync(piece) > 0)
            {
            }
        }
        catch (IOException)
        {
            // Reset is closed.
        }
    }

    /// <summary>A receiver that answers so, and says when its connection was closed.</summary>
    private ReceiverDouble Receiver(Func<Stream, Task> answer) => new(async (stream, _) =>
    {
        try
        {
            await answer(stream);
        }
        finally
        {
            _closed.TrySetResult();
        }

        throw new IOException("The other side has closed it.");
    });
}
