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

        /// <summary>The number of the key path that ends here; null where none does.</summary>
        internal int? Number { get; set; }

        /// <summary>The child that the property name of the reader leads to; null where nothing is asked for there.</summary>
        internal Node? Child(ref Utf8JsonReader reader)
        {
            foreach (Node child in _children)
            {
                if (reader.ValueTextEquals(child._name))
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
            }

            return child;
        }
    }
}
