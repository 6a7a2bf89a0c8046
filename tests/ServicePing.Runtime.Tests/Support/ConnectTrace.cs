using System.Diagnostics.Tracing;

namespace ServicePing.Tests;

/// <summary>Writes a line for each connection that this process begins and each name that it looks up.</summary>
/// <param name="output">Where to.</param>
internal sealed class ConnectTrace(TextWriter output) : EventListener
{
    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name is "System.Net.Sockets" or "System.Net.NameResolution")
        {
            EnableEvents(eventSource, EventLevel.Informational);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        if (eventData.EventName is "ConnectStart" or "ResolutionStart")
        {
            output.WriteLine($"{eventData.EventName} {eventData.Payload?[0]}");
        }
    }
}
