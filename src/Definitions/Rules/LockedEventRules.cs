using ServicePing.Definitions.Language;
using ServicePing.Definitions.Locking;
using ServicePing.Definitions.Model;
using ServicePing.Definitions.Problems;
using static ServicePing.Definitions.Problems.Rules;

namespace ServicePing.Definitions.Rules;

/// <summary>An event goes on telling what it told when it was recorded.</summary>
internal static class LockedEventRules
{
    private const string WayOut = "or leave this event as it was and add another one";

    public static void Check(Project project, ReadLockfile lockfile)
    {
        Dictionary<string, LockedEvent> promises = lockfile.Meaning.Events.ToDictionary(
            static @event => @event.Action, StringComparer.Ordinal);
        HashSet<string> defined = new(StringComparer.Ordinal);
        foreach (Declared<EventDefinition> declared in project.Events)
        {
            string action = declared.Definition.Action;
            if (!declared.Definition.InternalEvents || !defined.Add(action) || !project.CanBeRead(declared.File))
            {
                continue;
            }

            if (!promises.TryGetValue(action, out LockedEvent? promise))
            {
                project.Report(
                    OutOfDate, declared, $"The event '{action}' is not in {Lockfile.FileName} yet: {LockfileRules.Update}.", EventKeys.Action);
            }
            else if (promise.IsRemoved || declared.Definition.IsRemoved)
            {
                CompareStatus(project, declared, lockfile, promise);
            }
            else
            {
                Compare(project, declared, lockfile, promise);
            }
        }

        LockfileRules.CheckDeleted(
            project, lockfile, lockfile.Meaning.Events.Where(@event => !@event.IsRemoved && !defined.Contains(@event.Action)));
    }

    private static void CompareStatus(
        Project project, Declared<EventDefinition> declared, ReadLockfile lockfile, LockedEvent promise)
    {
        if (!declared.Definition.IsRemoved)
        {
            project.Report(
                ReusedName, declared, lockfile.PlaceOf(promise),
                $"'{promise.Action}' was the name of an event that is removed, and never means anything else: choose another name.",
                EventKeys.Action);
        }
        else if (!promise.IsRemoved)
        {
            project.Report(
                OutOfDate, declared, lockfile.PlaceOf(promise),
                $"The event '{promise.Action}' is removed, which {Lockfile.FileName} does not know yet: {LockfileRules.Update}.",
                EventKeys.Status);
        }
    }

    private static void Compare(Project project, Declared<EventDefinition> declared, ReadLockfile lockfile, LockedEvent promise)
    {
        string name = promise.Action;
        LockedEvent current = LockfileRecorder.Record(declared.Definition, project.Words);
        foreach (string identifier in promise.Identifiers.Except(current.Identifiers))
        {
            Report(
                NarrowedEvent, $"The event '{name}' had the identifier '{identifier}', and has it no more: add it again, {WayOut}.",
                EventKeys.Identifiers);
        }

        foreach (DeclaredIdentifier identifier in promise.IdentifierTypes)
        {
            if (current.IdentifierTypes.FirstOrDefault(one => one.Name == identifier.Name) is { } now && now.Type != identifier.Type)
            {
                string old = Words.Of(Words.IdentifierTypes, identifier.Type);
                Report(
                    NarrowedEvent,
                    $"The identifier '{identifier.Name}' of the event '{name}' was of type {old} and is of type "
                    + $"{Words.Of(Words.IdentifierTypes, now.Type)}, so that whoever was counted is counted again: write {old} again, {WayOut}.",
                    EventKeys.Identifiers);
            }
        }

        if (current.IsForwarded && !promise.IsForwarded)
        {
            Report(
                ForwardedLater,
                $"Each occurrence of the event '{name}' is handed on from now on, and administrators who let it be counted have not agreed to that: "
                + "take 'forward' out, or add another event that is forwarded.",
                EventKeys.Forward);
        }
        else if (promise.IsForwarded && !current.IsForwarded)
        {
            Report(OutOfDate, $"The event '{name}' is forwarded no more, which {Lockfile.FileName} does not know yet: {LockfileRules.Update}.", EventKeys.Action);
        }

        Dictionary<string, LockedProperty> properties = [];
        foreach (LockedProperty property in current.Properties)
        {
            properties[property.Name] = property;
        }

        foreach (LockedProperty property in promise.Properties)
        {
            if (!properties.TryGetValue(property.Name, out LockedProperty? now))
            {
                Report(
                    NarrowedEvent,
                    $"The event '{name}' had the additional property '{property.Name}', and has it no more: add it again, {WayOut}.",
                    EventKeys.AdditionalProperties);
            }
            else if (now.Type != property.Type && property.Type != PropertyType.Any)
            {
                string old = LockedWords.Of(property.Type);
                Report(
                    NarrowedEvent,
                    $"The property '{property.Name}' of the event '{name}' was of type {old} and is of type {LockedWords.Of(now.Type)}: "
                    + $"write {old} again, {WayOut}.",
                    EventKeys.AdditionalProperties, property.Name, PropertyKeys.Type);
            }
            else if (!now.Values.IsEmpty && property.Values.Except(now.Values).ToList() is { Count: > 0 } gone)
            {
                Report(
                    NarrowedEvent,
                    $"The property '{property.Name}' of the event '{name}' could be '{string.Join("', '", gone.Select(Quoting.Shorten))}', and can be "
                    + $"it no more: add it again, {WayOut}.",
                    EventKeys.AdditionalProperties, property.Name, PropertyKeys.Values);
            }
        }

        // What comes in addition breaks nothing; nor does a type where there was none, since such values came before.
        if (current.Identifiers.Except(promise.Identifiers).Any()
            || current.IdentifierTypes.Any(one => promise.IdentifierTypes.All(old => old.Name != one.Name))
            || current.Properties.Any(property => promise.Properties.All(
                old => old.Name != property.Name || (old.Type == PropertyType.Any && property.Type != PropertyType.Any)
                    || property.Values.IsEmpty != old.Values.IsEmpty || property.Values.Except(old.Values).Any())))
        {
            Report(
                OutOfDate, $"The event '{name}' tells more than {Lockfile.FileName} knows yet: {LockfileRules.Update}.", EventKeys.Action);
        }

        void Report(Rule rule, string message, params object[] path) =>
            project.Report(rule, declared, lockfile.PlaceOf(promise), message, path);
    }
}
