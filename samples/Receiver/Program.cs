using ServicePing.Versions;

// The vendor's side of a service ping: ConnectionStrings:Receiver says where what comes is kept, --urls where to listen.
WebApplicationBuilder builder = WebApplication.CreateSlimBuilder(args);
builder.Services.AddServicePingReceiver(builder.Configuration.GetConnectionString("Receiver") ?? "");

WebApplication app = builder.Build();
app.MapServicePingReceiver();
await app.RunAsync();
