using Npgsql;
using ServicePing.Runtime.Delivery;

namespace ServicePing.Tests;

/// <summary>An error report has the shape of what a server says, and nothing that could be a value.</summary>
public sealed class MessageShapeTests(PostgresServer postgres) : IClassFixture<PostgresServer>
{
    [Theory]
    [InlineData("value 'it''s x' and \"a\"\"b\" and 5", "value … and … and …")]
    [InlineData("E'a\\'geheim' is", "E…")]
    [InlineData("not closed: 'geheim and more", "not closed: …")]
    [InlineData("$$geheim$$ and $a$geheim $$ x$a$ and $1.", "… and $….")]
    [InlineData("$a$geheim", "…")]
    [InlineData("Key (name, id)=(geheim :) 'x)', 5) exists.", "Key … exists.")]
    [InlineData("is: \"x\" geheim\" x", "is: …")]
    [InlineData("is: \"x\"y\" geheim\" x", "is: … x")]
    [InlineData("« geheim » „geheim“ 「geheim」 ‹geheim› ‘geheim’ `geheim` x", "… … … … … … x")]
    [InlineData("»geheim« und “geheim” x", "… und … x")]
    [InlineData("-1.5e+10, 0x7f, 2026-11-20T13:17Z, ٣٤, Ⅳ, ab12cd.", "…, …, …, …, …, ….")]
    [InlineData("[1, {\"a\": 2}] is {x", "… is …")]
    [InlineData("Host=db;Password=geheim; at https://ada:geheim@x.example.com", "…;…; at https://…@x.example.com")]
    [InlineData("plain words stay.", "plain words stay.")]
    [InlineData("", "")]
    public void What_may_be_a_value_is_gone_and_the_shape_is_left(string text, string shape)
    {
        string found = MessageShape.Of(text);

        Assert.DoesNotContain("geheim", found, StringComparison.Ordinal);
        Assert.Equal(shape, found);
    }

    /// <summary>What was cut off in the middle of a value is none that is closed.</summary>
    [Fact]
    public void No_beginning_of_a_message_shows_more_than_the_message()
    {
        const string Text = "invalid 'geheim ''geheim''' for (geheim, \"geheim\", $$geheim$$) and $x$ geheim $x$ „geheim“";
        for (int length = 0; length <= Text.Length; length++)
        {
            Assert.DoesNotContain("ge", MessageShape.Of(Text[..length]), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("22P02", "SELECT 'geheim'::int")]
    [InlineData("22P02", "SELECT 'geheim 1'::uuid")]
    [InlineData("22P02", "SELECT '{\"geheim\": geheim}'::json")]
    [InlineData("22P02", "SELECT 'geheim'::mood")]
    [InlineData("22P02", "SELECT 'x\" geheim 4711'::int")]
    [InlineData("23505", "INSERT INTO people VALUES (3, ') geheim', 1)")]
    [InlineData("23505", "INSERT INTO people VALUES (1, 'geheim', 1)")]
    [InlineData("23502", "INSERT INTO people VALUES (4, NULL, 4711)")]
    [InlineData("23514", "INSERT INTO people VALUES (4, 'geheim', -4711)")]
    [InlineData("22003", "SELECT 47114711471147::int")]
    [InlineData("22003", "SELECT '47114711471147'::int")]
    [InlineData("22001", "INSERT INTO people VALUES (4, 'geheim geheim geheim', 1)")]
    [InlineData("22007", "SELECT 'geheim'::date")]
    [InlineData("22008", "SELECT '4711-47-11'::date")]
    [InlineData("42703", "SELECT geheim FROM people")]
    [InlineData("42703", "SELECT \"ge 4711 heim\" FROM people")]
    [InlineData("42P01", "SELECT * FROM geheim4711")]
    [InlineData("42601", "SELECT 1 FROM people WHERE name = 'x' 'geheim'")]
    [InlineData("42601", "SELECT geheim4711 geheim geheim")]
    [InlineData("22012", "SELECT 4711 / 0")]
    [InlineData("P0001", "DO $$ BEGIN RAISE EXCEPTION 'geheim is bad'; END $$")]
    [InlineData("22023", "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '22023', MESSAGE = 'geheim is bad'; END $$")]
    public async Task Of_an_error_of_a_real_server_its_code_and_shape_are_left_and_no_value(string state, string sql)
    {
        PostgresException error = await ErrorAsync(sql);

        string sentence = ErrorCause.Of("The ping could not be computed", new InvalidOperationException("geheim", error)).Sentence;

        Assert.Equal(state, error.SqlState);
        Assert.StartsWith(
            $"The ping could not be computed: System.InvalidOperationException, SQLSTATE {state}", sentence, StringComparison.Ordinal);
        string shape = MessageShape.Of($"{error.MessageText} {error.Detail}");
        foreach (string value in new[] { "geheim", "4711" })
        {
            Assert.DoesNotContain(value, sentence, StringComparison.Ordinal);
            Assert.True(error.SqlState is "P0001" or "22023" || !shape.Contains(value, StringComparison.Ordinal), shape);
        }

        Assert.Equal(state is "P0001" or "22023", sentence.EndsWith($"SQLSTATE {state}", StringComparison.Ordinal));
    }

    [Fact]
    public void Of_any_other_exception_the_type_is_all_that_is_said() => Assert.Equal(
        "The ping could not be computed: System.FormatException",
        ErrorCause.Of("The ping could not be computed", new FormatException("geheim", new InvalidOperationException("geheim"))).Sentence);

    private async Task<PostgresException> ErrorAsync(string sql)
    {
        await using NpgsqlConnection connection = new(postgres.Server.ConnectionString);
        await connection.OpenAsync();
        await using NpgsqlCommand prepare = new(
            """
            CREATE TEMPORARY TABLE people (id int PRIMARY KEY, name varchar(10) NOT NULL, age int CHECK (age > 0));
            INSERT INTO people VALUES (1, 'x', 1), (2, ') geheim', 1);
            CREATE UNIQUE INDEX ON people (name);
            CREATE TYPE pg_temp.mood AS ENUM ('good');
            SET search_path = pg_temp, public;
            """,
            connection);
        await prepare.ExecuteNonQueryAsync();
        await using NpgsqlCommand command = new(sql, connection);
        return await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
    }
}
