using System.Diagnostics;

namespace ServicePing.Testing;

/// <summary>Stops a server and removes its folder when we end, however we end: on Dispose, Ctrl-C or <c>kill -9</c>.</summary>
/// <remarks>
/// A small shell waits at the end of a pipe that only we hold. The kernel closes the pipe when we are gone, and nothing can
/// prevent that; the kernel's parent-death signal would serve less well, because it is sent when the starting <em>thread</em>
/// ends.
/// </remarks>
internal sealed class Watchdog : IAsyncDisposable
{
    private const string Script = """
        trap '' INT TERM HUP
        exec >/dev/null 2>&1
        cd /
        server=
        while read -r line; do
            [ "$line" = leave ] && exit
            server=$line
        done
        if [ -n "$server" ]; then
            family="$server $(cat /proc/$server/task/$server/children)"
            kill -INT $server
            kill -CONT $family
            tries=50
            while [ -e /proc/$server/exe ] && [ $tries -gt 0 ]; do
                sleep 0.1
                tries=$((tries - 1))
            done
            [ $tries -gt 0 ] || kill -KILL $family
        fi
        rm -rf -- "$1" || { sleep 1; rm -rf -- "$1"; }
        """;

    private readonly Process shell;

    public Watchdog(string folder)
    {
        // In a session of its own it also survives a signal that ends our whole process group.
        shell = Process.Start(new ProcessStartInfo("setsid", ["/bin/sh", "-c", Script, "serviceping-watchdog", folder])
        {
            RedirectStandardInput = true,
        })!;
    }

    /// <summary>Says which process to stop; null when there is none, because its id may soon be another's.</summary>
    public void Watch(int? processId) => Tell($"{processId}");

    /// <summary>Ends without stopping or removing anything.</summary>
    public void Leave() => Tell("leave");

    public async ValueTask DisposeAsync()
    {
        shell.StandardInput.Close();
        await shell.WaitForExitAsync().ConfigureAwait(false);
        shell.Dispose();
    }

    private void Tell(string line)
    {
        shell.StandardInput.Write(line + "\n");
        shell.StandardInput.Flush();
    }
}
