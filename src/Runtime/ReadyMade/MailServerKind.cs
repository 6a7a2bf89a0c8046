using System.Net;

namespace ServicePing.Runtime.ReadyMade;

/// <summary>Whose server sends mail: a word of a short list, so that no name of a host leaves the instance.</summary>
internal static class MailServerKind
{
    /// <summary>The services, by what the names of their hosts end with.</summary>
    private static readonly (string Domain, string Kind)[] Services =
    [
        ("amazonaws.com", "amazon_ses"),
        ("brevo.com", "brevo"),
        ("sendinblue.com", "brevo"),
        ("gmail.com", "google"),
        ("google.com", "google"),
        ("mailgun.org", "mailgun"),
        ("mailjet.com", "mailjet"),
        ("mandrillapp.com", "mandrill"),
        ("office365.com", "office365"),
        ("outlook.com", "office365"),
        ("azurecomm.net", "azure_communication_services"),
        ("postmarkapp.com", "postmark"),
        ("sendgrid.net", "sendgrid"),
        ("sparkpostmail.com", "sparkpost"),
    ];

    /// <summary>All words that there are.</summary>
    internal static IReadOnlyList<string> All { get; } = [.. Services.Select(service => service.Kind).Distinct(StringComparer.Ordinal), "local", "other"];

    /// <summary>The kind; null where no mail is sent, <c>local</c> for this machine, <c>other</c> for any server that is not known.</summary>
    internal static string? Of(string host)
    {
        string name = host.Trim().TrimEnd('.');
        if (name.Length == 0)
        {
            return null;
        }

        if (name.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(name, out IPAddress? address) && IPAddress.IsLoopback(address)))
        {
            return "local";
        }

        foreach ((string domain, string kind) in Services)
        {
            if (name.Equals(domain, StringComparison.OrdinalIgnoreCase) || name.EndsWith("." + domain, StringComparison.OrdinalIgnoreCase))
            {
                return kind;
            }
        }

        return "other";
    }
}
