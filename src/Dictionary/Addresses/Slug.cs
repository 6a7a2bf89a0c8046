using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ServicePing.Dictionary;

/// <summary>Names as folders that every file system keeps apart, and that need no escape in an address.</summary>
internal static class Slug
{
    // A path may have 255 bytes a folder.
    private const int Longest = 160;

    private static readonly SearchValues<char> Plain = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789_-.");

    // No folder has one of these names on Windows, whatever follows a dot.
    private static readonly HashSet<string> Devices =
    [
        "con", "prn", "aux", "nul",
        .. Enumerable.Range(0, 10).SelectMany(number => new[] { $"com{number}", $"lpt{number}" }),
    ];

    /// <summary>
    /// The folder of a name: what is no small letter, digit, dot, hyphen or underscore becomes <c>~</c> and its code; two names never
    /// have one folder.
    /// </summary>
    internal static string Of(string name)
    {
        StringBuilder slug = new(name.Length);
        for (int at = 0; at < name.Length; at++)
        {
            bool isPlain = Plain.Contains(name[at]) && !(at == name.Length - 1 && name[at] == '.') && !(at == 0 && MayNotBegin(name));
            slug.Append(isPlain ? name[at].ToString() : $"~{((int)name[at]).ToString("x", CultureInfo.InvariantCulture)}~");
        }

        if (slug.Length > Longest)
        {
            string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.Unicode.GetBytes(name)).AsSpan(0, 8));
            slug.Length = Longest - hash.Length - 2;
            slug.Append("~~").Append(hash);
        }

        return slug.Length == 0 ? "~" : slug.ToString();
    }

    private static bool MayNotBegin(string name) => name[0] == '.' || Devices.Contains(name.Split('.')[0]);
}
