using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.Prometheus;

/// <summary>Prometheus has not answered as it should.</summary>
internal sealed class PrometheusException(PrometheusFault fault, Failure failure, Exception? inner = null) : Exception(failure.Message, inner)
{
    /// <summary>What has happened, in a word.</summary>
    internal PrometheusFault Fault => fault;

    /// <summary>What a metric says of it.</summary>
    internal Failure Failure => failure;
}

/// <summary>What may go wrong with a request; topology reports failures by these names.</summary>
internal enum PrometheusFault
{
    /// <summary>There was no connection in time.</summary>
    OpenTimeout,

    /// <summary>There was no answer in time.</summary>
    ReadTimeout,

    /// <summary>There was no connection, or it has ended before the answer had.</summary>
    ConnectionError,

    /// <summary>Prometheus refuses or cannot compute the query.</summary>
    QueryError,

    /// <summary>The answer is none that a query may have.</summary>
    UnexpectedResponseError,
}
