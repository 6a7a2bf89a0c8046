#pragma warning disable CA1823, CA1852, CA1031, CA1508, CS0169, IDE0051, IDE0044, IDE0052
using ServicePing.Definitions.Tests.Seeded.Lower;

// Rooms that use one another in each way in which code can, for the test that looks for arrows.
namespace ServicePing.Definitions.Tests.Seeded.Lower
{
    [AttributeUsage(AttributeTargets.Class)]
    internal sealed class ThingAttribute(Type? type = null) : Attribute
    {
        public Type? Type => type;
    }

    internal sealed class ThingException : Exception;

    internal class Thing
    {
        public static int Number() => 1;

        public static void Turn() => Circle.Back.Turn();
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Circle
{
    internal static class Back
    {
        public static void Turn() => Thing.Number();
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Marking
{
    [Thing]
    internal sealed class Marked;
}

namespace ServicePing.Definitions.Tests.Seeded.Field
{
    internal sealed class Holder
    {
        private readonly List<Thing[]>? _things;
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Argument
{
    internal static class Maker
    {
        public static object Make() => Array.Empty<Thing>();
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Constraint
{
    internal sealed class Box<T>
        where T : Thing;
}

namespace ServicePing.Definitions.Tests.Seeded.Call
{
    internal static class Caller
    {
        public static string Say(int number)
        {
            switch (number)
            {
                case 0: return "none";
                case 1: return "one";
                case 2: return "two";
                case 3: return "three";
                default: return $"{Thing.Number()}";
            }
        }
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Lambda
{
    internal static class Later
    {
        public static Func<int> Ask(int more) => () => Thing.Number() + more;
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Cast
{
    internal static class Looker
    {
        public static bool Is(object one) => one is Thing;
    }
}

namespace ServicePing.Definitions.Tests.Seeded.Catch
{
    internal static class Catcher
    {
        public static void Run(Action action)
        {
            try
            {
                action();
            }
            catch (ThingException)
            {
            }
        }
    }
}
