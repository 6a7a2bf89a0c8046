using System.Collections.Frozen;
using System.Reflection;
using System.Reflection.Emit;

namespace ServicePing.Tool.Calls;

/// <summary>An instruction that calls a method or loads a text.</summary>
/// <param name="Offset">Where it stands in the method's body.</param>
/// <param name="Token">The token of the method or text.</param>
/// <param name="IsText">Whether it loads a text.</param>
internal readonly record struct Instruction(int Offset, int Token, bool IsText)
{
    private const byte Prefix = 0xFE;

    private static readonly FrozenDictionary<int, OperandType> s_operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToFrozenDictionary(code => (int)(ushort)code.Value, code => code.OperandType);

    /// <summary>The instructions of a body that call or load a text, in their order.</summary>
    /// <remarks>ECMA-335, partition III, section 1.2: an opcode of one byte, or of two that begin with 0xFE, and its operand.</remarks>
    internal static IEnumerable<Instruction> Of(byte[] body)
    {
        int at = 0;
        while (at < body.Length)
        {
            int offset = at;
            int code = body[at++];
            if (code == Prefix && at < body.Length)
            {
                code = (code << 8) | body[at++];
            }

            if (!s_operands.TryGetValue(code, out OperandType operand))
            {
                throw new BadImageFormatException($"0x{code:X} is no opcode.");
            }

            if (operand is OperandType.InlineMethod or OperandType.InlineString)
            {
                yield return new Instruction(offset, BitConverter.ToInt32(body, at), operand == OperandType.InlineString);
            }

            at += operand == OperandType.InlineSwitch ? 4 + 4 * BitConverter.ToInt32(body, at) : SizeOf(operand);
        }
    }

    private static int SizeOf(OperandType operand) => operand switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        _ => 4,
    };
}
