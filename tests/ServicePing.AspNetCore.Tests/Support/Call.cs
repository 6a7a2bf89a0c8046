using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace ServicePing.AspNetCore.Tests;

/// <summary>A request in the making.</summary>
internal sealed class Call(string method, string path)
{
    private readonly List<(string Name, string Value)> _headers = [];
    private byte[]? _body;
    private string? _type;

    /// <summary>With a session, from a page of the program itself.</summary>
    internal Call As(string user, string role = "developer") =>
        With("Cookie", SessionScheme.CookieOf(user, role)).With("Sec-Fetch-Site", "same-origin");

    /// <summary>With a personal access token, as a script sends it.</summary>
    internal Call By(CreatedToken token) => With("PRIVATE-TOKEN", token.Text);

    internal Call AsAdministrator() => As("1", "administrator");

    internal Call With(string header, string value)
    {
        _headers.RemoveAll(one => one.Name == header);
        _headers.Add((header, value));
        return this;
    }

    internal Call Without(string header)
    {
        _headers.RemoveAll(one => one.Name == header);
        return this;
    }

    internal Call Json(string json, string type = "application/json")
    {
        (_body, _type) = (Encoding.UTF8.GetBytes(json), type);
        return this;
    }

    internal async Task<Reply> SendAsync(PingHost host)
    {
        using HttpRequestMessage request = new(new HttpMethod(method), path);
        foreach ((string name, string value) in _headers)
        {
            Assert.True(request.Headers.TryAddWithoutValidation(name, value), name);
        }

        if (_body is not null)
        {
            request.Content = new ByteArrayContent(_body);
            request.Content.Headers.ContentType = _type is null ? null : MediaTypeHeaderValue.Parse(_type);
        }

        using HttpResponseMessage response = await host.Client.SendAsync(request);
        return new Reply(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            response.Headers.Concat(response.Content.Headers).ToDictionary(one => one.Key, one => string.Join(", ", one.Value), StringComparer.OrdinalIgnoreCase),
            await response.Content.ReadAsByteArrayAsync());
    }
}

/// <summary>What was answered.</summary>
internal sealed record Reply(int Status, string? Type, IReadOnlyDictionary<string, string> Headers, byte[] Bytes)
{
    internal string Text => Encoding.UTF8.GetString(Bytes);

    internal JsonElement Json => JsonElement.Parse(Bytes);

    public override string ToString() => $"{Status} {Type} {Text}";
}
