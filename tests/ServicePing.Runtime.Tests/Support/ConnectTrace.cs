using System.Diagnostics.Tracing;

namespace ServicePing.Tests;

/// <summary>Writes a line for each connection that this process begins and each name that it looks up.</summary>
internal sealed class ConnectTrace : EventListener
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
            Console.WriteLine($"{eventData.EventName} {eventData.Payload?[0]}");
        }
    }
}
