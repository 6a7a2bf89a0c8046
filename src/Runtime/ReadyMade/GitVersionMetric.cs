using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ServicePing.Runtime.Facts;
using ServicePing.Runtime.Values;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>The version of git in GitLab's shape, <c>{"major":2,"minor":43,"patch":0}</c>; no key where the program names no git.</summary>
[InstrumentationClass]
internal sealed partial class GitVersionMetric(Surroundings surroundings) : IFact<JsonElement>
{
    private static readonly string[] s_parts = ["major", "minor", "patch"];

    public async ValueTask<JsonElement> ReadAsync(FactContext context, CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, string> versions = await surroundings.AskAsync(
            nameof(IInstanceSurroundings.ComponentVersionsAsync), program => program.ComponentVersionsAsync(cancellationToken)).ConfigureAwait(false);
        if (!versions.TryGetValue("git", out string? version))
        {
            context.Absence = $"{nameof(IInstanceSurroundings)}.{nameof(IInstanceSurroundings.ComponentVersionsAsync)} names no 'git'.";
            return MetricJson.Of(static json => json.WriteNullValue());
        }

        if (Numbers().Match(version) is not { Success: true } numbers)
        {
            throw new FactFailureException(new Failure(
                ReadingStatus.Failed,
                $"The 'git' of {nameof(IInstanceSurroundings)}.{nameof(IInstanceSurroundings.ComponentVersionsAsync)} has no number of a version: return one as "
                + "2.43.0, or what 'git --version' prints."));
        }

        return MetricJson.Of(json =>
        {
            json.WriteStartObject();
            foreach (string part in s_parts.Where(part => numbers.Groups[part].Success))
            {
                json.WriteNumber(part, int.Parse(numbers.Groups[part].ValueSpan, CultureInfo.InvariantCulture));
            }

            json.WriteEndObject();
        });
    }

    /// <summary>Packagers write theirs behind it: "git version 2.43.0.windows.1", "2.39.5 (Apple Git-154)", "2.44.0-rc1".</summary>
    [GeneratedRegex(@"^(?:git version )?v?(?<major>[0-9]{1,9})(?:\.(?<minor>[0-9]{1,9}))?(?:\.(?<patch>[0-9]{1,9}))?(?![0-9])", RegexOptions.CultureInvariant)]
    private static partial Regex Numbers();
}
