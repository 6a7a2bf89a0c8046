using System.Net;
using System.Net.Sockets;

namespace ServicePing.Testing;

/// <summary>Chooses ports for private servers.</summary>
internal static class LoopbackPort
{
    /// <summary>A port that nobody listens on at this moment.</summary>
    /// <remarks>
    /// Below the range from which the kernel serves outgoing connections (32768 and up): otherwise a client that reconnects to a
    /// server that is down may be given the very port, connect to itself, and keep the server from coming back.
    /// </remarks>
    public static int Free()
    {
        while (true)
        {
            int port = Random.Shared.Next(15_000, 32_768);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // Taken: draw again.
            }
        }
    }
}
