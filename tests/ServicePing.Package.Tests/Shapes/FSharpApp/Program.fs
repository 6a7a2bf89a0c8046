open Microsoft.Extensions.DependencyInjection
open ServicePing

let services = ServiceCollection()

ServicePingServiceCollectionExtensions.AddServicePing(
    services, (fun (ping: ServicePingBuilder) -> ping.UseInProcessCounters() |> ignore), [| Acme.AcmeMetricSet.Instance :> Runtime.Plans.MetricSet |])
|> ignore

let provider = services.BuildServiceProvider()
provider.GetRequiredService<Acme.AcmeEvents>().SendLetter(user = 1L)
provider.GetRequiredService<EventTracker>().FlushAsync().GetAwaiter().GetResult() |> ignore

let sent =
    provider.GetRequiredService<ServicePingCollector>().CollectAsync(Acme.AcmeMetrics.Acme.Sent).GetAwaiter().GetResult()

printfn "%s %d %O" Acme.AcmeMetrics.Acme.Sent.KeyPath sent.Value sent.Status
