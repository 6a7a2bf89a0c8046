using System.Net;
using System.Text.Json;

namespace ServicePing.Tool.Products;

/// <summary>The API of a running product, which <c>MapServicePing</c> answers.</summary>
internal sealed class ProductApi : IDisposable
{
    /// <summary>The variable that has the token, which no command line should.</summary>
    internal const string TokenVariable = "SERVICEPING_TOKEN";

    private readonly HttpClient _client;
    private readonly Uri _address;

    private ProductApi(Uri address, string token)
    {
        _address = address;
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { Timeout = Timeout.InfiniteTimeSpan };
        _client.DefaultRequestHeaders.Add("PRIVATE-TOKEN", token);
    }

    /// <summary>The API of a product.</summary>
    /// <param name="address">The product's address, or that of its API where it is not <c>/api/v4</c>.</param>
    /// <param name="token">A personal access token; null where nobody gives one.</param>
    /// <exception cref="UsageException">The address is none, would show the token on the way, or there is no token.</exception>
    internal static ProductApi At(string address, string? token)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("https" or "http") || uri.UserInfo.Length > 0)
        {
            throw new UsageException($"'{address}' is no address of a product: write it like https://shop.example.com.");
        }

        if (uri.Scheme == "http" && !uri.IsLoopback)
        {
            throw new UsageException($"'{address}' would carry the token where others can read it: write https.");
        }

        return string.IsNullOrWhiteSpace(token) || token.Any(letter => letter is < '!' or > '~')
            ? throw new UsageException($"There is no token: set {TokenVariable} to a personal access token of an administrator, with the scope api.")
            : new ProductApi(new Uri((uri.AbsolutePath == "/" ? new Uri(uri, "/api/v4").AbsoluteUri : uri.AbsoluteUri).TrimEnd('/') + "/usage_data/"), token);
    }

    /// <summary>Asks for JSON.</summary>
    /// <exception cref="ProductException">The product does not answer, or refuses.</exception>
    internal async Task<JsonElement> AskAsync(HttpMethod method, string path, CancellationToken cancellationToken)
    {
        using HttpRequestMessage request = new(method, new Uri(_address, path));
        try
        {
            using HttpResponseMessage response = await _client.SendAsync(request, cancellationToken);
            string body = await response.Content.ReadAsStringAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? JsonElement.Parse(body)
                : throw new ProductException($"{_address.Host} answers {(int)response.StatusCode} {response.ReasonPhrase}. {Detail(body) ?? WayOut(response.StatusCode)}");
        }
        catch (HttpRequestException exception)
        {
            throw new ProductException($"{_address.Host} cannot be reached: {exception.Message} See that the product runs there.", exception);
        }
        catch (JsonException exception)
        {
            throw new ProductException($"{_address.Host} answers with something else than JSON: see that the API of the product is at {_address.AbsoluteUri}.", exception);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>What the product says of a refusal.</summary>
    private static string? Detail(string body)
    {
        try
        {
            return JsonElement.Parse(body) is { ValueKind: JsonValueKind.Object } problem && problem.TryGetProperty("detail", out JsonElement detail) ? detail.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string WayOut(HttpStatusCode status) => status switch
    {
        HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden => $"Set {TokenVariable} to a token of an administrator, with the scope api, that has not ended.",
        HttpStatusCode.NotFound => "Give the address of the API, such as https://shop.example.com/api/v4.",
        _ => "The log of the product says more.",
    };
}

/// <summary>A product that does not answer, or refuses; the message says why.</summary>
internal sealed class ProductException(string message, Exception? inner = null) : Exception(message, inner);
