namespace ConsoleApp.Tests;

public class PingTests
{
    [Fact]
    public async Task A_letter_is_counted() => Assert.EndsWith(".sent 1 Ok", await Ping.ReadAsync());
}
