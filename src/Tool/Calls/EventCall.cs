namespace ServicePing.Tool.Calls;

/// <summary>A place in a program where something is tracked.</summary>
/// <param name="Target">What is tracked there.</param>
/// <param name="File">The source file below the sources' root; the assembly where the program has no symbols, or a file of elsewhere by its name alone.</param>
/// <param name="Line">The line, from 1; null where the program has no symbols.</param>
/// <param name="Member">The type and member around it.</param>
internal sealed record EventCall(CallTarget Target, string File, int? Line, string Member);

/// <summary>What a call tracks.</summary>
/// <param name="IsKnown">Whether it is a known event.</param>
/// <param name="Name">Its name in the definitions.</param>
internal sealed record CallTarget(bool IsKnown, string Name);
