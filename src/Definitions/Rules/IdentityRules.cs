using ServicePing.Definitions.Language;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Naming;
using ServicePing.Definitions.Problems;
using ServicePing.Definitions.Reading;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>Key paths, events and shared calculations are defined once, and tell apart in JSON and in C#.</summary>
internal static class IdentityRules
{
    public static void Check(Project project)
    {
        CheckKeyPaths(project);
        CheckMembers(project);
        CheckEvents(project);
        CheckCalculations(project);
    }

    private static void CheckKeyPaths(Project project)
    {
        // In the order of key paths, all paths below a path follow it at once.
        DeclaredKeyPath? parent = null;
        DeclaredKeyPath first = default;
        foreach (DeclaredKeyPath current in project.KeyPaths)
        {
            if (current.KeyPath == first.KeyPath)
            {
                (Declared<MetricDefinition> later, Declared<MetricDefinition> earlier) = Project.InOrder(current.Metric, first.Metric);
                project.Report(
                    DuplicateKeyPath, later, earlier,
                    $"The key path '{current.KeyPath}' is already defined in {earlier.File.RelativePath}: "
                    + "give one of the two another key path.", MetricKeys.KeyPath);
                continue;
            }

            first = current;
            if (parent is { } prefix && IsBelow(current.KeyPath, prefix.KeyPath))
            {
                project.Report(
                    KeyPathPrefix, current.Metric, prefix.Metric,
                    $"'{current.KeyPath}' lies below '{prefix.KeyPath}', which is a value itself "
                    + $"({prefix.Metric.File.RelativePath}): "
                    + "JSON cannot hold both, so give one of the two another key path.", MetricKeys.KeyPath);
            }
            else
            {
                parent = current;
            }
        }
    }

    private static bool IsBelow(string keyPath, string prefix) =>
        keyPath.Length > prefix.Length && keyPath[prefix.Length] == '.' && keyPath.StartsWith(prefix, StringComparison.Ordinal);

    /// <summary>Two segments below one parent that would become one member of a generated class.</summary>
    private static void CheckMembers(Project project)
    {
        Dictionary<string, (string Spelling, Declared<MetricDefinition> Metric)> members = new(StringComparer.OrdinalIgnoreCase);
        HashSet<string> reported = new(StringComparer.Ordinal);
        foreach (DeclaredKeyPath current in project.KeyPaths)
        {
            if (!Patterns.IsKeyPath(current.KeyPath))
            {
                continue;
            }

            int end = -1;
            while (end < current.KeyPath.Length)
            {
                int next = current.KeyPath.IndexOf('.', end + 1);
                end = next < 0 ? current.KeyPath.Length : next;
                string spelling = current.KeyPath.Substring(0, end);
                string name = MemberName.OfPath(spelling);
                if (!members.TryGetValue(name, out (string Spelling, Declared<MetricDefinition> Metric) first))
                {
                    members.Add(name, (spelling, current.Metric));
                }
                else if (first.Spelling != spelling)
                {
                    if (!reported.Add(spelling))
                    {
                        break;
                    }

                    (Declared<MetricDefinition> later, Declared<MetricDefinition> earlier) = Project.InOrder(
                        current.Metric, first.Metric);
                    project.Report(
                        NameCollision, later, earlier,
                        $"'{spelling}' and '{first.Spelling}' are both '{name}' in C#, so that one gets a number: "
                        + "choose names that differ in letters or digits.", MetricKeys.KeyPath);
                    break;
                }
            }
        }
    }

    private static void CheckEvents(Project project)
    {
        Dictionary<string, Declared<EventDefinition>> actions = new(StringComparer.Ordinal);
        Dictionary<string, Declared<EventDefinition>> members = new(StringComparer.OrdinalIgnoreCase);
        foreach (Declared<EventDefinition> current in project.Events)
        {
            string action = current.Definition.Action;
            if (!current.Definition.InternalEvents)
            {
                continue;
            }

            CheckParameters(project, current);
            if (actions.TryGetValue(action, out Declared<EventDefinition>? first))
            {
                project.Report(
                    DuplicateEvent, current, first,
                    $"The event '{action}' is already defined in {first.File.RelativePath}: "
                    + "give one of the two another action.", EventKeys.Action);
                continue;
            }

            actions.Add(action, current);
            string name = MemberName.Of(action);
            if (members.TryGetValue(name, out first))
            {
                project.Report(
                    NameCollision, current, first,
                    $"The events '{action}' and '{first.Definition.Action}' are both '{name}' in C#, so that one gets a "
                    + "number: choose names that differ in letters or digits.",
                    EventKeys.Action);
            }
            else
            {
                members.Add(name, current);
            }
        }

        foreach (Declared<EventDefinition> current in actions.Values)
        {
            CheckValues(project, current, members);
        }
    }

    /// <summary>Lists of values become types beside the methods of the events, and their values members of these.</summary>
    private static void CheckValues(
        Project project, Declared<EventDefinition> @event, Dictionary<string, Declared<EventDefinition>> methods)
    {
        foreach (AdditionalProperty property in @event.Definition.AdditionalProperties)
        {
            string type = MemberName.Of(@event.Definition.Action) + MemberName.Of(property.Name);
            if (!property.Values.IsEmpty && methods.TryGetValue(type, out Declared<EventDefinition>? method))
            {
                project.Report(
                    NameCollision, @event,
                    $"The values of '{Quoting.Shorten(property.Name)}' and the event '{method.Definition.Action}' are both '{type}' in C#, so "
                    + "that one gets a number: choose names that differ in letters or digits.",
                    EventKeys.AdditionalProperties, property.Name);
            }

            Dictionary<string, string> names = new(StringComparer.OrdinalIgnoreCase);
            for (int i = 0; i < property.Values.Count; i++)
            {
                string name = MemberName.Of(property.Values[i]);
                if (names.TryGetValue(name, out string? first))
                {
                    if (first == property.Values[i])
                    {
                        continue;
                    }

                    project.Report(
                        NameCollision, @event,
                        $"'{Quoting.Shorten(property.Values[i])}' and '{Quoting.Shorten(first)}' are both '{Quoting.Shorten(name)}' in C#, so "
                        + "that one gets a number: choose values that differ in letters or digits.",
                        EventKeys.AdditionalProperties, property.Name, PropertyKeys.Values, i);
                }
                else
                {
                    names.Add(name, property.Values[i]);
                }
            }
        }
    }

    /// <summary>Two arguments of one event that would become one parameter of its method.</summary>
    private static void CheckParameters(Project project, Declared<EventDefinition> @event)
    {
        Dictionary<string, string> parameters = new(StringComparer.OrdinalIgnoreCase);
        foreach (string identifier in @event.Definition.Identifiers)
        {
            parameters[MemberName.OfParameter(identifier)] = identifier;
        }

        foreach (AdditionalProperty property in @event.Definition.AdditionalProperties)
        {
            string parameter = MemberName.OfParameter(property.Name);
            if (parameters.TryGetValue(parameter, out string? first))
            {
                project.Report(
                    NameCollision, @event,
                    $"'{Quoting.Shorten(property.Name)}' and '{Quoting.Shorten(first)}' are both the parameter "
                    + $"'{Quoting.Shorten(parameter)}' in C#, so that one gets a number: choose names that differ in letters or digits.",
                    EventKeys.AdditionalProperties, property.Name);
            }
            else
            {
                parameters.Add(parameter, property.Name);
            }
        }
    }

    private static void CheckCalculations(Project project)
    {
        Dictionary<string, Declared<SharedCalculation>> names = new(StringComparer.Ordinal);
        foreach (Declared<SharedCalculation> current in project.Calculations)
        {
            string name = current.Definition.InstrumentationClass;
            if (names.TryGetValue(name, out Declared<SharedCalculation>? first))
            {
                project.Report(
                    DuplicateCalculation, current, first,
                    $"The shared calculation '{name}' is already defined in {first.File.RelativePath}: "
                    + "give one of the two another name.", CalculationKeys.InstrumentationClass);
            }
            else
            {
                names.Add(name, current);
            }
        }
    }
}
