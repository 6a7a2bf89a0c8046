using ServicePing.Runtime.Settings;
using ServicePing.Runtime.Sites;

namespace ServicePing.Runtime.Hosting;

/// <summary>Says what is wrong with the options of a site.</summary>
internal static class SitesCheck
{
    private const string Sites = nameof(ServicePingOptions.Sites) + ":";

    internal static void Check(ServicePingOptions options, List<string> problems)
    {
        SitesOptions sites = options.Sites;
        if (sites.Name is not null && SiteReport.NameProblem(sites.Name) is { } problem)
        {
            problems.Add(OptionsCheck.Wrong(options, Sites + nameof(sites.Name), OptionsCheck.Shown(sites.Name), problem));
        }
        else if (sites is { Role: SiteRole.Secondary, Name: null })
        {
            problems.Add(OptionsCheck.Wrong(
                options, Sites + nameof(sites.Name), "null", "must be a name on a secondary, by which the primary knows it under Secondaries"));
        }

        foreach (string secondary in sites.Secondaries)
        {
            if (SiteReport.NameProblem(secondary) is { } wrong)
            {
                problems.Add(OptionsCheck.Wrong(options, Sites + nameof(sites.Secondaries), $"a set with {OptionsCheck.Shown(secondary)}", wrong));
            }
        }

        if (!string.IsNullOrEmpty(sites.Primary) && ReceiverAddress.Read(sites.Primary) is null)
        {
            // A login may be in it.
            problems.Add(
                $"{OptionsCheck.Called(options, Sites + nameof(sites.Primary))} cannot be sent to; it must be an address such as "
                + "'https://forge.example.com/api/v4', without login, query and fragment; http is for this machine alone.");
        }

        if (sites.Token?.Any(letter => letter is <= ' ' or > '~') == true)
        {
            // It is secret.
            problems.Add($"{OptionsCheck.Called(options, Sites + nameof(sites.Token))} has characters that no token has; see that it is one line without spaces around it.");
        }

        if (!string.IsNullOrEmpty(sites.Primary) && string.IsNullOrEmpty(sites.Token))
        {
            problems.Add(
                $"{OptionsCheck.Called(options, Sites + nameof(sites.Primary))} is set without {nameof(sites.Token)}; create a token with the scope "
                + $"'{TokenScopes.SiteReport}' at the primary, called as this site.");
        }

        OptionsCheck.CheckText(options, Sites + nameof(sites.CertificateAuthorities), sites.CertificateAuthorities, isNeeded: false, problems);
        OptionsCheck.CheckTime(options, Sites + nameof(sites.StaleAfter), sites.StaleAfter, TimeSpan.FromDays(1), problems);
    }
}
