namespace VmxAsm.Compiler.Layout;

/// <summary>
/// Notices a LEB128 number that has no size. Compilers write exception tables like this one:
///
/// <code>
///         .align   4
///         .byte    0, 0
///         .uleb128 end - start
/// start:  .space   128 * 128 - 1
///         .align   4
/// end:
/// </code>
///
/// With two bytes for the number, the distance is 128 * 128 and wants three; with three, the alignment takes one less, and two are enough. GNU as
/// sees from a few passes in which nothing but a number and the alignment behind it change, and the one undoes what the other did, that this is so, and ends it
/// with one more unit of alignment. What it counts is counted here in the same way: the sizes have to come out the same.
/// </summary>
internal struct Oscillation
{
    /// <summary>Bits 0 to 3: passes of this kind in a row. Above: sizes that have changed in this pass; odd when the last of them was a number's.</summary>
    private int _state;

    private const int Change = 16;
    private const int Passes = Change - 1;

    /// <summary>An alignment that shrinks now does so for the third time, behind a number that grew.</summary>
    public readonly bool IsCertain => (_state & Change) != 0 && (_state & Passes) >= 2;

    /// <param name="fragment">What has changed its size.</param>
    /// <param name="stretch">By how much all that has changed in this pass moves what follows.</param>
    public void Note(FragmentChain chain, in Fragment fragment, long stretch)
    {
        bool isNumber = fragment.Kind is FragmentKind.Leb128 or FragmentKind.Distance;
        bool isUndone = fragment.Kind == FragmentKind.Align && !chain.Aligns[fragment.Detail].WithNops && (_state & Change) != 0 && stretch == 0;
        _state = isNumber || isUndone ? _state + Change : 0;
    }

    public void EndPass(long stretch) => _state = stretch == 0 && (_state & Change) == 0 && (_state & ~Passes) != 0 ? _state + 1 : 0;
}
