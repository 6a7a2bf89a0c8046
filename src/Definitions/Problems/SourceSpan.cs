namespace ServicePing.Definitions.Problems;

/// <summary>A place in a text. Offsets count UTF-16 units; lines and columns start at 0.</summary>
/// <param name="Start">The offset of the first unit.</param>
/// <param name="Length">The number of units.</param>
/// <param name="StartLine">The line of the first unit.</param>
/// <param name="StartColumn">The column of the first unit.</param>
/// <param name="EndLine">The line behind the last unit.</param>
/// <param name="EndColumn">The column behind the last unit.</param>
public readonly record struct SourceSpan(int Start, int Length, int StartLine, int StartColumn, int EndLine, int EndColumn);
