using System.Reflection;
using ServicePing.Testing;
using ServicePing.Tests;

namespace ServicePing.Package.Tests.PublicApi;

/// <summary>
/// What programs may use of a package is written down in a file, so that a change of it is a line that somebody reviews.
/// <c>SERVICEPING_GOLDEN=write ./test PublicApi</c> writes the files.
/// </summary>
public class PublicApiTests
{
    public static TheoryData<string, Assembly> Packages => new()
    {
        { "Runtime", typeof(ServicePingCollector).Assembly },
        { "Testing", typeof(PrivatePostgres).Assembly },
    };

    [Theory]
    [MemberData(nameof(Packages))]
    public async Task The_public_members_are_those_that_are_written_down(string room, Assembly assembly)
    {
        string file = Repository.PathOf("src", room, "PublicApi.txt");
        string listing = ApiListing.Of(assembly);
        if (Environment.GetEnvironmentVariable("SERVICEPING_GOLDEN") == "write")
        {
            await File.WriteAllTextAsync(file, listing);
        }

        string written = await File.ReadAllTextAsync(file);
        Assert.True(listing == written, $"""
            src/{room}/PublicApi.txt says otherwise:
            {string.Join('\n', ApiListing.Compare(written, listing))}
            Where the change is meant, SERVICEPING_GOLDEN=write ./test PublicApi writes it down.
            """);
    }

    [Fact]
    public void A_changed_member_is_named_with_its_type()
    {
        const string before = """
            public sealed class Acme.Letter : ILetter
                public int Weight { get; }
                public void Send()
            """;
        string after = before.Replace("int Weight", "long Weight", StringComparison.Ordinal);

        Assert.Equal(
            ["- Acme.Letter: public int Weight { get; }", "+ Acme.Letter: public long Weight { get; }"],
            ApiListing.Compare(before, after));
        Assert.Empty(ApiListing.Compare(before, before));
    }

    [Fact]
    public void A_type_reads_like_its_declaration() => Assert.Equal(
        """
        public abstract class ServicePing.Package.Tests.PublicApi.Sample<T> : IDisposable where T : class, IComparable<T>
            [Obsolete] public void Old()
            protected Sample(string? name, params int[] numbers)
            protected internal virtual Task<IReadOnlyList<string?>?> ReadAsync<TKey>(IDictionary<TKey, T?> known, int? limit = null, CancellationToken cancellationToken = default) where TKey : notnull
            public (int Count, (string? First, T)[] Others) Pair { get; protected set; }
            public abstract string this[int index] { get; }
            public const string Name = "sample"
            public override string ToString()
            public required List<Sample<T>.Part> Parts { get; init; }
            public static bool TryRead(in Guid id, out T? value, ref int position)
            public static implicit operator string?(Sample<T>? sample)
            public void Dispose()

        public readonly record struct ServicePing.Package.Tests.PublicApi.Sample<T>.Part
            public DayOfWeek Day { get; init; }
            public Part(DayOfWeek Day = DayOfWeek.Monday, double Share = 0.5)
            public double Share { get; init; }

        """,
        ApiListing.Of([typeof(Sample<>.Part), typeof(Sample<>)]));
}
