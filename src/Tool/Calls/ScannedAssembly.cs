using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;

namespace ServicePing.Tool.Calls;

/// <summary>Finds in the instructions and attributes of an assembly where it tracks something. It is read, and not loaded.</summary>
internal sealed class ScannedAssembly : IDisposable
{
    private const string Ours = "ServicePing.";

    /// <summary>Where the generator puts what tests expect of events, which calls their methods as well.</summary>
    private const string Expectations = "ServicePing.Testing";

    private readonly PEReader _image;
    private readonly MetadataReader _metadata;
    private readonly SourceLines _lines;
    private readonly string _fileName;
    private readonly TrackingMethods _methods;

    internal ScannedAssembly(FileInfo file, string root, TrackingMethods methods)
    {
        _image = new PEReader(file.OpenRead());
        _metadata = _image.GetMetadataReader();
        _lines = new SourceLines(_image, file.FullName, root);
        _fileName = file.Name;
        _methods = methods;
    }

    internal IEnumerable<EventCall> Calls() => _metadata.TypeDefinitions
        .Where(type => _metadata.GetString(Outermost(type).Namespace) != Expectations)
        .SelectMany(type => _metadata.GetTypeDefinition(type).GetMethods().SelectMany(InMethod).Concat(OnType(type)));

    public void Dispose()
    {
        _lines.Dispose();
        _image.Dispose();
    }

    private IEnumerable<EventCall> InMethod(MethodDefinitionHandle method)
    {
        foreach (CallTarget target in OnMember(_metadata.GetMethodDefinition(method).GetCustomAttributes()))
        {
            yield return Call(target, method, offset: 0);
        }

        int address = _metadata.GetMethodDefinition(method).RelativeVirtualAddress;
        if (address == 0)
        {
            yield break;
        }

        Instruction named = default;
        CallTarget? byName = null;
        foreach (Instruction instruction in Instruction.Of(_image.GetMethodBody(address).GetILBytes() ?? []))
        {
            if (instruction.IsText)
            {
                if (_methods.Named(_metadata.GetUserString(MetadataTokens.UserStringHandle(instruction.Token))) is { } text)
                {
                    (named, byName) = (instruction, text);
                }

                continue;
            }

            (string assembly, string type, string name) = MethodOf(MetadataTokens.EntityHandle(instruction.Token));
            if (_methods.Find(type, name) is { } target)
            {
                yield return Call(target, method, instruction.Offset);
            }
            else if (byName is not null && assembly.StartsWith(Ours, StringComparison.Ordinal) && IsTracking(type, name))
            {
                yield return Call(byName, method, named.Offset);
                byName = null;
            }
        }
    }

    /// <summary>What attributes of a type track in its actions: the place is that of its first method.</summary>
    private IEnumerable<EventCall> OnType(TypeDefinitionHandle type) =>
        from target in OnMember(_metadata.GetTypeDefinition(type).GetCustomAttributes())
        from method in _metadata.GetTypeDefinition(type).GetMethods().Take(1)
        select Call(target, method, offset: 0);

    private IEnumerable<CallTarget> OnMember(CustomAttributeHandleCollection attributes)
    {
        foreach (CustomAttribute attribute in attributes.Select(_metadata.GetCustomAttribute))
        {
            (string assembly, string type, string name) = MethodOf(attribute.Constructor);
            if (assembly.StartsWith(Ours, StringComparison.Ordinal) && IsTracking(type, name))
            {
                BlobReader value = _metadata.GetBlobReader(attribute.Value);
                _ = value.ReadUInt16();
                if (value.ReadSerializedString() is { } text && _methods.Named(text) is { } target)
                {
                    yield return target;
                }
            }
        }
    }

    /// <summary>Whether a method of the packages tracks what a text names: <c>TrackByName</c>, and what an endpoint or attribute says.</summary>
    private static bool IsTracking(string type, string name) => name == ".ctor"
        ? type[(type.LastIndexOf('.') + 1)..] is "TrackEventAttribute" or "TrackUniqueAttribute"
        : name is "TrackByName" or "TrackEvent" or "TrackUnique";

    private EventCall Call(CallTarget target, MethodDefinitionHandle method, int offset)
    {
        (string File, int Line)? place = _lines.Of(method, offset);
        return new EventCall(target, place?.File ?? _fileName, place?.Line, MemberOf(_lines.Beginning(method)));
    }

    /// <summary>The member as people wrote it: what the compiler makes of a lambda or a local function carries its name in angle brackets.</summary>
    private string MemberOf(MethodDefinitionHandle method)
    {
        MethodDefinition definition = _metadata.GetMethodDefinition(method);
        string name = _metadata.GetString(definition.Name);
        while (name.StartsWith('<') && name.LastIndexOf('>') is > 1 and var end)
        {
            name = name[1..end];
        }

        TypeDefinition type = _metadata.GetTypeDefinition(definition.GetDeclaringType());
        while (type.GetDeclaringType() is { IsNil: false } outer && _metadata.GetString(type.Name).StartsWith('<'))
        {
            type = _metadata.GetTypeDefinition(outer);
        }

        string typeName = _metadata.GetString(type.Name).Split('`')[0];
        return name is "Main" or ".ctor" or ".cctor" ? typeName : $"{typeName}.{name}";
    }

    /// <summary>The assembly, the type with its namespace, and the name of a method.</summary>
    private (string Assembly, string Type, string Name) MethodOf(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodSpecification:
                return MethodOf(_metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            case HandleKind.MethodDefinition:
                MethodDefinition method = _metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return ("", NameOf(method.GetDeclaringType()), _metadata.GetString(method.Name));
            case HandleKind.MemberReference when _metadata.GetMemberReference((MemberReferenceHandle)handle) is { Parent.Kind: HandleKind.TypeReference } member:
                TypeReference type = _metadata.GetTypeReference((TypeReferenceHandle)member.Parent);
                string assembly = type.ResolutionScope.Kind == HandleKind.AssemblyReference
                    ? _metadata.GetString(_metadata.GetAssemblyReference((AssemblyReferenceHandle)type.ResolutionScope).Name)
                    : "";
                return (assembly, Full(_metadata.GetString(type.Namespace), _metadata.GetString(type.Name)), _metadata.GetString(member.Name));
            default:
                return ("", "", "");
        }
    }

    private TypeDefinition Outermost(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return type.GetDeclaringType() is { IsNil: false } outer ? Outermost(outer) : type;
    }

    private string NameOf(TypeDefinitionHandle handle)
    {
        TypeDefinition type = _metadata.GetTypeDefinition(handle);
        return Full(_metadata.GetString(type.Namespace), _metadata.GetString(type.Name));
    }

    private static string Full(string space, string name) => space.Length == 0 ? name : $"{space}.{name}";
}
