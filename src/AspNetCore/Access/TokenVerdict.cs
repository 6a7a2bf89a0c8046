using System.Security.Claims;

namespace ServicePing;

/// <summary>What became of a personal access token.</summary>
/// <param name="Owner">Whoever it stands for; null where it is refused.</param>
/// <param name="Status">The status of the answer where it is refused.</param>
/// <param name="Message">Why it is refused, in a sentence.</param>
internal sealed record TokenVerdict(ClaimsPrincipal? Owner, int Status, string Message);
