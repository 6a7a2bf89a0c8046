namespace ServicePing.Pages.Tests;

/// <summary>Texts that would be more than text if anything let them.</summary>
internal static class Hostile
{
    internal static IReadOnlyList<string> Texts { get; } =
    [
        "<script>alert(1)</script>",
        "</title></textarea></style></script><img src=x onerror=alert(1)>",
        "\"><svg onload=alert(1)>",
        "' onmouseover='alert(1)",
        "\" autofocus onfocus=\"alert(1)",
        "javascript:alert(1)",
        " jAvAsCrIpT:alert(1)",
        "java\tscript:alert(1)",
        "\u0001javascript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:msgbox(1)",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "https://elsewhere.example/\"><script>",
        "..",
        "../../admin",
        "--><!--<script>",
        "]]><![CDATA[",
        "&lt;script&gt;&#60;",
        "\0\r\n\t\u0085\u2028\u2029\uFEFF",
        "\uD800 half \uDC00",
        "\u202Egnp.exe\u2066",
        "{{constructor.constructor('alert(1)')()}}",
        "${alert(1)}",
        "\n leading line",
        "",
    ];
}
