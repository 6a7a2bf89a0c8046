using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using ServicePing.Runtime.Forwarding;

namespace ServicePing.Tests;

/// <summary>Whoever asks to erase cuts what leaves later off from what has left: the secret of pseudonyms is drawn anew.</summary>
public sealed class ForwardingErasureTests : ForwardingTest
{
    [Fact]
    public async Task After_a_request_to_erase_nothing_can_be_led_back_to_what_has_left()
    {
        await using ForwardingProgram program = Start(WithReceiver);
        await using ForwardingProgram other = Start(WithReceiver);
        other.Services.GetRequiredService<InstanceSecret>().ReadAgainAfter = TimeSpan.Zero;
        (string User, string Instance) before = await PassAsync(program, 1);
        Assert.Equal(before, await PassAsync(other, 2));

        await program.Services.GetRequiredService<ServicePingErasure>().RequestAsync("The contract has ended.", refuseLater: false, "ada");

        (string User, string Instance) after = await PassAsync(program, 3);
        Assert.NotEqual(before.User, after.User);
        Assert.NotEqual(before.Instance, after.Instance);
        Assert.Equal(after, await PassAsync(other, 4));
    }

    [Fact]
    public async Task Where_nothing_was_forwarded_there_is_no_secret_afterwards_either()
    {
        await using ForwardingProgram program = Start(WithReceiver);
        await program.Services.GetRequiredService<ServicePingErasure>().RequestAsync(null, refuseLater: false, "ada");

        Assert.Null(await program.Services.GetRequiredService<Runtime.Storage.IPingStore>().FindKeptAsync("forwarding_secret", default));
    }

    private void WithReceiver(ServicePingOptions options) => options.Receiver = "https://versions.example.com";

    private async Task<(string User, string Instance)> PassAsync(ForwardingProgram program, int value)
    {
        program.Event.Track(4711, "bug", value);
        await Collector.HasAsync(value);
        JsonElement standard = CollectorDouble.Standard(Collector.Events.Values.Single(one => one.Event.GetProperty("se_va").GetString() == $"{value}").Event);
        return (standard.GetProperty("identifiers").GetProperty("user").GetString()!, standard.GetProperty("unique_instance_id").GetString()!);
    }
}
