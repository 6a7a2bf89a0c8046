using System.Text.Json;
using System.Text.Json.Serialization;
using Tally.Data;

namespace Tally.Api;

/// <summary>Everything that goes over the wire, known to the compiler, so that nothing has to be found out at run time.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true)]
[JsonSerializable(typeof(Invoices.NewInvoice))]
[JsonSerializable(typeof(Invoices.Sending))]
[JsonSerializable(typeof(Invoices.NewPayment))]
[JsonSerializable(typeof(Invoices.Created))]
[JsonSerializable(typeof(Accounts.Summary))]
internal sealed partial class TallyJson : JsonSerializerContext;
