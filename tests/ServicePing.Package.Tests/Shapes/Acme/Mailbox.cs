namespace Acme;

/// <summary>Sends letters.</summary>
/// <param name="events">What is tracked of them.</param>
public sealed class Mailbox(AcmeEvents events)
{
    /// <summary>Sends one.</summary>
    public void Send() => events.SendLetter(user: 1);
}
