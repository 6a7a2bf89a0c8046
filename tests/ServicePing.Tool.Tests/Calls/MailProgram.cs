using System.Collections.Frozen;

namespace ServicePing.Tool.Tests.Calls;

/// <summary>Tracks in every way that there is. A line that tracks says so in a comment: what is tracked, and in which member.</summary>
internal sealed class MailProgram(AcmeEvents events, AcmeKnownEvents known, EventTracker tracker)
{
    private readonly Action<long> _later = user => events.SendMail(user); // tracks send_mail in MailProgram

    internal void Send(long user)
    {
        if (user > 0)
        {
            events.SendMail(user); // tracks send_mail in MailProgram.Send
        }
    }

    internal async Task SendLaterAsync(long user)
    {
        await Task.Yield();
        events.SendMail(user); // tracks send_mail in MailProgram.SendLaterAsync
    }

    internal IEnumerable<long> SendAll(IEnumerable<long> users)
    {
        foreach (long user in users)
        {
            _later(user);
            known.GMailRead(user); // tracks g_mail_read in MailProgram.SendAll
            yield return user;
        }
    }

    internal Func<long, Task> SendByLambda() => async user =>
    {
        await Task.Yield();
        events.SendMail(user); // tracks send_mail in MailProgram.SendByLambda
    };

    internal void SendByLocalFunction(IReadOnlyList<long> users)
    {
        Send();

        void Send() => events.SendMail(users[0]); // tracks send_mail in MailProgram.SendByLocalFunction
    }

    internal void SendByName(Dictionary<string, EventValue> who) =>
        tracker.TrackByName("send_mail", who, FrozenDictionary<string, EventValue>.Empty); // tracks send_mail in MailProgram.SendByName

    // A linked file, as its compiler saw it: no build, also none that maps its own folder, writes another name for it.
#line 7 "/elsewhere/shared/Linked.cs"
    internal void SendFromElsewhere(long user) => events.SendMail(user);
#line default

    /// <summary>A name that is read, and not tracked.</summary>
    internal bool Knows() => tracker.EventNames.Contains("send_mail");
}

/// <summary>A type that has parameters, and one that is in it.</summary>
internal sealed class Outbox<T>
{
    internal sealed class Entry
    {
        internal static void Put(AcmeEvents events, T _) => events.SendMail(1); // tracks send_mail in Entry.Put
    }
}
