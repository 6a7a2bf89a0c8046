namespace ServicePing.Versions;

/// <summary>Input that is not taken: the status of the answer, and a message that says what is wrong and what to do.</summary>
internal sealed class RefusedInputException(int status, string message) : Exception(message)
{
    internal int Status => status;
}
