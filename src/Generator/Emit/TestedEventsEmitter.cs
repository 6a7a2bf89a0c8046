using Microsoft.CodeAnalysis.Text;
using ServicePing.Definitions.Naming;
using ServicePing.Generators.CSharp;
using ServicePing.Generators.Models;

namespace ServicePing.Generators.Emit;

/// <summary>Prints what the tests of a program say of its events. Arguments go through the event's own method, which knows their types.</summary>
internal static class TestedEventsEmitter
{
    private const string Class = "TestedEvents";
    private const string Test = "global::ServicePing.Testing.ServicePingTest";
    private const string Expectation = "global::ServicePing.Testing.CallExpectation";

    public static SourceText Emit(TestedEvents model)
    {
        SourceWriter writer = new();
        writer.Write("#pragma warning disable CS0612, CS0618 // A deprecated event is tested as well.");
        writer.Namespace("ServicePing.Testing");
        writer.Write($"""
            /// <summary>What is expected of the events of the program.</summary>
            /// <param name="test">The test's.</param>
            [global::Microsoft.CodeAnalysis.Embedded]
            {SourceWriter.GeneratedCode}
            """);
        writer.Open($"internal sealed class {Class}({Test} test)");
        NameScope names = new([.. NameScope.ObjectMembers, Class]);
        (TestedEvent Event, string Property)[] events = [.. model.Events.Select(one => (one, names.Claim(one.Method)))];
        for (int i = 0; i < events.Length; i++)
        {
            writer.Separate(isFirst: i == 0);
            EmitEvent(writer, events[i].Event, events[i].Property, names.Claim(events[i].Property + "Expectation"));
        }

        writer.Close();
        if (model.HasExtensions)
        {
            writer.Write($$"""

                /// <summary>Adds the events of the program to a test.</summary>
                [global::Microsoft.CodeAnalysis.Embedded]
                {{SourceWriter.GeneratedCode}}
                internal static class {{Class}}Extensions
                {
                    extension({{Test}} test)
                    {
                        /// <summary>What is expected of the events of the program.</summary>
                        internal {{Class}} Events => new(test);
                    }
                }
                """);
        }

        return writer.ToSourceText();
    }

    private static void EmitEvent(SourceWriter writer, TestedEvent tested, string property, string type)
    {
        string parameters = string.Join(", ", tested.Parameters.Select(static one => $"{ExpectedType(one)} {Identifiers.Escape(one.Name)} = default"));
        string arguments = string.Join(", ", tested.Parameters.Select(static one => Identifiers.Escape(one.Name)));
        string values = string.Join(", ", tested.Parameters.Select(static one => Identifiers.Escape(one.Name) + ".Value"));
        string given = string.Concat(tested.Parameters.Select(static one => $", {Identifiers.Escape(one.Name)}.IsGiven"));
        string name = Documentation.Text(tested.Action);
        writer.Write($$"""
            /// <summary>What is expected of <c>{{name}}</c>.</summary>
            public {{type}} {{property}} => new(test);

            /// <summary>What is expected of <c>{{name}}</c>; an argument that is not named may be anything.</summary>
            /// <param name="test">The test's.</param>
            public readonly struct {{type}}({{Test}} test)
            {
                /// <summary>The calls with these arguments.</summary>
                public {{Expectation}} With({{parameters}}) => test.Expect(
                    {{tested.SetClass}}.Instance, __tracker => new {{tested.EventsClass}}(__tracker).{{tested.Method}}({{values}}){{given}});

                /// <summary>There must be at least one call with these arguments.</summary>
                public void ShouldHaveBeenTracked({{parameters}}) => With({{arguments}}).ShouldHaveBeenTracked();

                /// <summary>There must be one call with these arguments.</summary>
                public void ShouldHaveBeenTrackedOnce({{parameters}}) => With({{arguments}}).ShouldHaveBeenTrackedOnce();

                /// <summary>There must be no call with these arguments.</summary>
                public void ShouldNotHaveBeenTracked({{parameters}}) => With({{arguments}}).ShouldNotHaveBeenTracked();
            }
            """);
    }

    private static string ExpectedType(TestedParameter parameter) => parameter.Type == EventParameter.AnyValue
        ? "global::ServicePing.Testing.ExpectedValue"
        : $"global::ServicePing.Testing.Expected<{parameter.Type}>";
}
