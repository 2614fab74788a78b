using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>Chooses a family's handler once the operand width is known.</summary>
internal unsafe interface IForm
{
    Handler Select<T>(Translation t)
        where T : unmanaged;
}

/// <summary>Chooses a family's handler once the operand width and the stack's are known.</summary>
internal unsafe interface IStackForm
{
    Handler Select<T, TStack>(Translation t)
        where T : unmanaged
        where TStack : struct, IStack;
}

internal static unsafe class Forms
{
    /// <summary>The width of the first operand decides.</summary>
    public static Handler Of<TForm>(Translation t)
        where TForm : struct, IForm => ByWidth<TForm>(t, t.Size(0));

    public static Handler ByWidth<TForm>(Translation t, int bytes)
        where TForm : struct, IForm => bytes switch
        {
            1 => default(TForm).Select<byte>(t),
            2 => default(TForm).Select<ushort>(t),
            4 => default(TForm).Select<uint>(t),
            8 => default(TForm).Select<ulong>(t),
            _ => null,
        };

    /// <summary>The bytes moved on the stack decide.</summary>
    public static Handler OfStack<TForm>(Translation t)
        where TForm : struct, IStackForm => ByStack<TForm>(t, t.StackItem);

    public static Handler ByStack<TForm>(Translation t, int bytes)
        where TForm : struct, IStackForm => (bytes, t.StackSize) switch
        {
            (2, 2) => default(TForm).Select<ushort, Stack16>(t),
            (4, 2) => default(TForm).Select<uint, Stack16>(t),
            (2, 4) => default(TForm).Select<ushort, Stack32>(t),
            (4, 4) => default(TForm).Select<uint, Stack32>(t),
            (2, 8) => default(TForm).Select<ushort, Stack64>(t),
            (8, 8) => default(TForm).Select<ulong, Stack64>(t),
            _ => null,
        };
}
