using System.Numerics;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>Chooses a family's handler once the operand width is known.</summary>
internal unsafe interface IForm
{
    static abstract Handler Select<T>(Translation t)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>;
}

/// <summary>Chooses a family's handler once the operand width and the stack's are known.</summary>
internal unsafe interface IStackForm
{
    static abstract Handler Select<T, TStack>(Translation t)
        where T : unmanaged, IBinaryInteger<T>
        where TStack : IStack;
}

internal static unsafe class Forms
{
    /// <summary>The width of the first operand decides.</summary>
    public static Handler Of<TForm>(Translation t)
        where TForm : IForm => ByWidth<TForm>(t, t.Size(0));

    public static Handler ByWidth<TForm>(Translation t, int bytes)
        where TForm : IForm => bytes switch
        {
            1 => TForm.Select<byte>(t),
            2 => TForm.Select<ushort>(t),
            4 => TForm.Select<uint>(t),
            8 => TForm.Select<ulong>(t),
            _ => null,
        };

    /// <summary>The bytes moved on the stack decide.</summary>
    public static Handler OfStack<TForm>(Translation t)
        where TForm : IStackForm => ByStack<TForm>(t, t.StackItem);

    public static Handler ByStack<TForm>(Translation t, int bytes)
        where TForm : IStackForm => (bytes, t.StackSize) switch
        {
            (2, 2) => TForm.Select<ushort, Stack16>(t),
            (4, 2) => TForm.Select<uint, Stack16>(t),
            (2, 4) => TForm.Select<ushort, Stack32>(t),
            (4, 4) => TForm.Select<uint, Stack32>(t),
            (2, 8) => TForm.Select<ushort, Stack64>(t),
            (8, 8) => TForm.Select<ulong, Stack64>(t),
            _ => null,
        };
}
