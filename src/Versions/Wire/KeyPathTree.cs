using System.Text;
using System.Text.Json;

namespace ServicePing.Versions;

/// <summary>Key paths that are looked for in payloads, by their first segment, second and so on; a key path has its position as number.</summary>
internal sealed class KeyPathTree
{
    internal KeyPathTree(IReadOnlyList<string> keyPaths)
    {
        Count = keyPaths.Count;
        foreach ((int number, string keyPath) in keyPaths.Index())
        {
            Node node = Root;
            foreach (string segment in keyPath.Split('.'))
            {
                node = node.ChildOrNew(segment);
            }

            node.Number ??= number;
        }
    }

    internal int Count { get; }

    internal Node Root { get; } = new("");

    internal sealed class Node(string name)
    {
        private readonly byte[] _name = Encoding.UTF8.GetBytes(name);
        private readonly List<Node> _children = [];

        // A bit for each length of a child's name, modulo 64: most names of a payload are of none, and are looked at no further.
        private ulong _lengths;

        /// <summary>The number of the key path that ends here; null where none does.</summary>
        internal int? Number { get; set; }

        /// <summary>The child that the property name of the reader leads to; null where nothing is asked for there.</summary>
        internal Node? Child(ref Utf8JsonReader reader)
        {
            if (!reader.ValueIsEscaped && (_lengths >> reader.ValueSpan.Length & 1) == 0)
            {
                return null;
            }

            foreach (Node child in _children)
            {
                // Nearly all names are written as they are, and comparing those is much cheaper.
                if (reader.ValueIsEscaped ? reader.ValueTextEquals(child._name) : reader.ValueSpan.SequenceEqual(child._name))
                {
                    return child;
                }
            }

            return null;
        }

        internal Node ChildOrNew(string name)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(name);
            Node? child = _children.Find(child => child._name.AsSpan().SequenceEqual(bytes));
            if (child is null)
            {
                child = new Node(name);
                _children.Add(child);
                _lengths |= 1UL << bytes.Length;
            }

            return child;
        }
    }
}
