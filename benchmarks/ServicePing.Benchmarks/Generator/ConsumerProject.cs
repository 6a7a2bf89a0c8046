using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Yaml;

namespace ServicePing.Benchmarks.Generator;

/// <summary>A project with many definition files and a few dozen C# files, as the compiler sees it.</summary>
internal sealed class ConsumerProject
{
    private const string Root = "/project/ServicePing/";
    private const int CSharpFiles = 50;

    private static readonly CSharpParseOptions ParseOptions = new(LanguageVersion.Latest, DocumentationMode.None);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => Path.GetFileName(path) is var name
                && !name.StartsWith("ServicePing.Generators", StringComparison.Ordinal)
                && !name.StartsWith("ServicePing.Definitions", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.CodeAnalysis", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    public ConsumerProject(IReadOnlyList<SourceFile> files)
    {
        Definitions = [.. files.Select(file => new DefinitionText(Root + file.RelativePath, file.Text))];
        Compilation = Compile([.. Enumerable.Range(0, CSharpFiles).Select(number => $$"""
            namespace Product.Area{{number}};

            public sealed class Service{{number}}(int value)
            {
                public int Twice() => value + value;
            }
            """)]);
    }

    /// <summary>The definition files.</summary>
    public ImmutableArray<DefinitionText> Definitions { get; }

    /// <summary>The project's own C#.</summary>
    public CSharpCompilation Compilation { get; }

    /// <summary>How often a definition file was read.</summary>
    public int Reads => Definitions.Sum(file => file.Reads);

    /// <summary>A driver that has not run yet.</summary>
    public GeneratorDriver Driver(IIncrementalGenerator generator) => CSharpGeneratorDriver.Create(
        [generator.AsSourceGenerator()], Definitions, ParseOptions, new Properties());

    /// <summary>The project after one more character in one C# file.</summary>
    public CSharpCompilation Typed(int stroke)
    {
        SyntaxTree tree = Compilation.SyntaxTrees[0];
        return Compilation.ReplaceSyntaxTree(tree, CSharpSyntaxTree.ParseText($"{tree}// {stroke}", ParseOptions, tree.FilePath));
    }

    /// <summary>A library of these files.</summary>
    public static CSharpCompilation Compile(params IReadOnlyList<string> sources) => CSharpCompilation.Create(
        "Product",
        sources.Select(static (source, i) => CSharpSyntaxTree.ParseText(source, ParseOptions, $"File{i}.cs")),
        References,
        new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable,
            concurrentBuild: false));

    private sealed class Properties : AnalyzerConfigOptionsProvider
    {
        public override AnalyzerConfigOptions GlobalOptions { get; } = new Values();

        public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

        public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;
    }

    private sealed class Values : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key switch
            {
                "build_property.RootNamespace" => "Product",
                "build_property.ServicePingDefinitionsRoot" => Root,
                _ => null,
            };
            return value is not null;
        }
    }
}

/// <summary>A definition file in memory that counts how often it is read.</summary>
internal sealed class DefinitionText(string path, string text) : AdditionalText
{
    private readonly SourceText _text = SourceText.From(text);

    public override string Path => path;

    public int Reads { get; private set; }

    public override SourceText GetText(CancellationToken cancellationToken = default)
    {
        Reads++;
        return _text;
    }

    /// <summary>The file with another text.</summary>
    public DefinitionText Edit(Func<string, string> edit) => new(path, edit(_text.ToString()));
}
