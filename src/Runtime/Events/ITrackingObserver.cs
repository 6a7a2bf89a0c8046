using System.ComponentModel;

namespace ServicePing;

/// <summary>Is told of every call that tracks something, whatever becomes of it. For tests: a program without one pays nothing.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface ITrackingObserver
{
    /// <summary>Is told of a call when all of it is done, on the caller's thread. Must not throw.</summary>
    /// <param name="call">The call.</param>
    void Observe(TrackedCall call);
}
