using ServicePing.Definitions.Model;

namespace ServicePing.Definitions.Language;

/// <summary>The types of <c>time_frame</c>.</summary>
internal static class FrameType
{
    /// <summary>Periods, each once; <c>none</c> stands alone.</summary>
    public static readonly KeyType List = KeyType.ListOf(
        KeyType.OneOf(Words.TimeFrames.Where(static word => word.Value != TimeFrame.None).Select(static word => word.Text)), isUnique: true);

    public static readonly KeyType OneOrList = KeyType.Either(KeyType.OneOf(Words.TimeFrames.Select(static word => word.Text)), List);
}
