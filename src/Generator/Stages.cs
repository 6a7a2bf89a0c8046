namespace ServicePing.Generators;

/// <summary>The names of the pipeline's stages, in the order in which they run.</summary>
internal static class Stages
{
    public const string Options = nameof(Options);
    public const string ProductWords = nameof(ProductWords);
    public const string Texts = nameof(Texts);
    public const string Definitions = nameof(Definitions);
    public const string References = nameof(References);
    public const string ReferencedDefinitions = nameof(ReferencedDefinitions);
    public const string PlanInputs = nameof(PlanInputs);
    public const string Set = nameof(Set);
    public const string Words = nameof(Words);
    public const string CatalogueParts = nameof(CatalogueParts);
    public const string Members = nameof(Members);
    public const string MetricTable = nameof(MetricTable);
    public const string Relations = nameof(Relations);
    public const string CounterTable = nameof(CounterTable);
    public const string AggregateTable = nameof(AggregateTable);
    public const string KnownEventTable = nameof(KnownEventTable);
    public const string KnownEventMethods = nameof(KnownEventMethods);
    public const string EventTable = nameof(EventTable);
    public const string EventMethods = nameof(EventMethods);
    public const string FactClasses = nameof(FactClasses);
    public const string FactTable = nameof(FactTable);
    public const string FactCalls = nameof(FactCalls);
    public const string CompositeTable = nameof(CompositeTable);
    public const string ConstantTable = nameof(ConstantTable);
    public const string PrometheusTable = nameof(PrometheusTable);
    public const string Tables = nameof(Tables);
    public const string ReferencedMetrics = nameof(ReferencedMetrics);
    public const string Availability = nameof(Availability);
    public const string Editions = nameof(Editions);
    public const string ReadyMade = nameof(ReadyMade);
    public const string ComparedSchema = nameof(ComparedSchema);
    public const string Catalogue = nameof(Catalogue);
    public const string SetClass = nameof(SetClass);
    public const string Registration = nameof(Registration);
    public const string CallableEvents = nameof(CallableEvents);
    public const string CalledEvents = nameof(CalledEvents);
    public const string EventCalls = nameof(EventCalls);
    public const string TestingReference = nameof(TestingReference);
    public const string OwnTestedEvents = nameof(OwnTestedEvents);
    public const string TestedEvents = nameof(TestedEvents);
    public const string ProblemFiles = nameof(ProblemFiles);
    public const string ClassPlaces = nameof(ClassPlaces);
    public const string ProjectProblems = nameof(ProjectProblems);
    public const string Problems = nameof(Problems);
    public const string UseProblems = nameof(UseProblems);
    public const string Failures = nameof(Failures);
    public const string ReferenceFailures = nameof(ReferenceFailures);
}
