using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using ServicePing.Generators.Tests.Support;
using ServicePing.Runtime.Plans;

namespace ServicePing.Generators.Tests.Sets;

/// <summary>A library and an application, each compiled on its own, loaded as one program.</summary>
internal sealed class TwoSetProgram : IDisposable
{
    private readonly AssemblyLoadContext _context = new(null, isCollectible: true);
    private readonly Assembly _library;

    public TwoSetProgram(TestProject library, Func<MetadataReference, TestProject> application)
    {
        byte[] image = AcmeDefinitions.Image(library);
        TestProject project = application(MetadataReference.CreateFromImage(image));
        _library = _context.LoadFromStream(new MemoryStream(image));
        _context.Resolving += (_, name) => name.Name == _library.GetName().Name ? _library : null;
        Library = SetOf(_library);
        Application = SetOf(_context.LoadFromStream(new MemoryStream(AcmeDefinitions.Image(project, "Forge"))));
    }

    public MetricSet Library { get; }

    public MetricSet Application { get; }

    /// <summary>Calls an event method of the library.</summary>
    public void Track(EventTracker tracker, string method, params object[] arguments)
    {
        Type type = _library.GetTypes().Single(one => one.Name == "AcmeEvents");
        object events = Activator.CreateInstance(type, tracker)!;
        type.GetMethod(method)!.Invoke(events, arguments);
    }

    /// <summary>Tells the library's known events.</summary>
    public static TrackedKnownEvent KnownEvent(EventTracker tracker, MetricSet set, string name) =>
        tracker.KnownEventsOf(set)[set.KnownEvents.Index().Single(one => one.Item.Name == name).Index];

    public void Dispose() => _context.Unload();

    private static MetricSet SetOf(Assembly assembly) =>
        (MetricSet)assembly.GetCustomAttributes<MetricSetAttribute>().Single().SetType.GetProperty("Instance")!.GetValue(null)!;
}
