using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Plans;

namespace ServicePing.Runtime.Sources;

/// <summary>One fact under way, in a scope of services of its own. It may go on after it was given up; its scope ends when it does.</summary>
internal sealed class FactReading
{
    // Readers of JSON follow 64 levels unless they are told otherwise, and the key path stands above the value.
    private const int Levels = 48;

    private readonly TaskCompletionSource<MetricValue> _value = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _end;
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>Begins.</summary>
    /// <param name="fact">The fact.</param>
    /// <param name="end">Asks the fact to end.</param>
    /// <param name="scopes">Makes the scope.</param>
    /// <param name="contextOf">What the fact is told, with the services of the scope.</param>
    internal FactReading(
        FactPlan fact,
        CancellationTokenSource end,
        IServiceScopeFactory scopes,
        Func<IServiceProvider, FactContext> contextOf)
    {
        _end = end;
        Class = fact.InstrumentationClass;
        Ended = OnThreadAsync(() => RunAsync(fact.Read!, scopes, contextOf));
    }

    internal string Class { get; }

    /// <summary>The value, or what was thrown instead of it.</summary>
    internal Task<MetricValue> Value => _value.Task;

    /// <summary>Ends when all that was used has been disposed, and fails with what that throws.</summary>
    internal Task Ended { get; }

    internal TimeSpan Elapsed => Stopwatch.GetElapsedTime(_started);

    /// <summary>Asks the fact to end. Not on this thread, since what it has registered with the token may block.</summary>
    internal void GiveUp() => _ = OnThreadAsync(() =>
    {
        try
        {
            _end.Cancel();
        }
        catch (AggregateException)
        {
            // What it has registered has thrown; it is given up all the same.
        }

        return Task.CompletedTask;
    });

    private static Task OnThreadAsync(Func<Task> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, FactThreads.Instance).Unwrap();

    /// <summary>Goes on on threads of facts after each step, as what the program has written may block anywhere.</summary>
    private async Task RunAsync(
        Func<FactContext, CancellationToken, ValueTask<MetricValue>> read,
        IServiceScopeFactory scopes,
        Func<IServiceProvider, FactContext> contextOf)
    {
        FactContext? context = null;
        await using AsyncServiceScope scope = scopes.CreateAsyncScope();
        try
        {
            context = contextOf(scope.ServiceProvider);
            _value.SetResult(Own(await read(context, _end.Token).ConfigureAwait(true)));
        }
        catch (Exception exception)
        {
            _value.SetException(exception);
        }
        finally
        {
            await FactCall.DisposeAsync(context).ConfigureAwait(true);
        }
    }

    /// <summary>The value, made our own: what cannot stand in a payload fails its fact, and not the payload.</summary>
    /// <exception cref="InvalidOperationException">The value is nested too deep, or has a text that is none.</exception>
    private static MetricValue Own(MetricValue value)
    {
        if (value.Kind != MetricValueKind.Json)
        {
            return value;
        }

        try
        {
            ArrayBufferWriter<byte> copy = new();
            using (Utf8JsonWriter json = new(copy, new JsonWriterOptions { MaxDepth = Levels }))
            {
                value.WriteTo(json);
            }

            return MetricValue.From(JsonElement.Parse(copy.WrittenSpan));
        }
        catch (InvalidOperationException exception)
        {
            throw new InvalidOperationException($"The value cannot stand in a payload: {exception.Message}", exception);
        }
    }
}
