using Iced.Intel;
using VmxAsm.Runtime.Execute;

namespace VmxAsm.Runtime.Decode;

/// <summary>Arithmetic, moves, stack, near branches, strings.</summary>
internal static unsafe class IntegerRows
{
#pragma warning disable format
    public static InstructionRow[] All =>
    [
        new(Mnemonic.Add,         &Forms.Of<BinaryForm<Add>>),
        new(Mnemonic.Or,          &Forms.Of<BinaryForm<Or>>),
        new(Mnemonic.Adc,         &Forms.Of<BinaryForm<Adc>>),
        new(Mnemonic.Sbb,         &Forms.Of<BinaryForm<Sbb>>),
        new(Mnemonic.And,         &Forms.Of<BinaryForm<And>>),
        new(Mnemonic.Sub,         &Forms.Of<BinaryForm<Sub>>),
        new(Mnemonic.Xor,         &Forms.Of<BinaryForm<Xor>>),
        new(Mnemonic.Cmp,         &Forms.Of<BinaryForm<Cmp>>),
        new(Mnemonic.Test,        &Forms.Of<BinaryForm<Test>>),
        new(Mnemonic.Inc,         &Forms.Of<UnaryForm<Inc>>),
        new(Mnemonic.Dec,         &Forms.Of<UnaryForm<Dec>>),
        new(Mnemonic.Neg,         &Forms.Of<UnaryForm<Neg>>),
        new(Mnemonic.Not,         &Forms.Of<UnaryForm<Not>>),
        new(Mnemonic.Rol,         &Forms.Of<ShiftForm<Rol>>),
        new(Mnemonic.Ror,         &Forms.Of<ShiftForm<Ror>>),
        new(Mnemonic.Rcl,         &Forms.Of<ShiftForm<Rcl>>),
        new(Mnemonic.Rcr,         &Forms.Of<ShiftForm<Rcr>>),
        new(Mnemonic.Shl,         &Forms.Of<ShiftForm<Shl>>),
        new(Mnemonic.Shr,         &Forms.Of<ShiftForm<Shr>>),
        new(Mnemonic.Sar,         &Forms.Of<ShiftForm<Sar>>),
        new(Mnemonic.Sal,         &Forms.Of<ShiftForm<Shl>>),
        new(Mnemonic.Shld,        &Forms.Of<DoubleShiftForm>),
        new(Mnemonic.Shrd,        &Forms.Of<DoubleShiftForm>),
        new(Mnemonic.Mul,         &Forms.Of<MultiplyForm>),
        new(Mnemonic.Imul,        &Forms.Of<MultiplyForm>),
        new(Mnemonic.Div,         &Forms.Of<MultiplyForm>),
        new(Mnemonic.Idiv,        &Forms.Of<MultiplyForm>),
        new(Mnemonic.Mov,         &Moves.Move),
        new(Mnemonic.Movnti,      &Forms.Of<MoveForm>),
        new(Mnemonic.Lea,         &Forms.Of<LeaForm>),
        new(Mnemonic.Xchg,        &Forms.Of<ExchangeForm>),
        new(Mnemonic.Xadd,        &Forms.Of<XaddForm>),
        new(Mnemonic.Cmpxchg,     &Forms.Of<CompareExchangeForm>),
        new(Mnemonic.Cmpxchg8b,   &Bytes8),
        new(Mnemonic.Cmpxchg16b,  &Bytes16),
        new(Mnemonic.Movbe,       &Forms.Of<MovbeForm>),
        new(Mnemonic.Bswap,       &Forms.Of<BswapForm>),
        new(Mnemonic.Movzx,       &Forms.Of<ExtendForm>),
        new(Mnemonic.Movsx,       &Forms.Of<ExtendForm>),
        new(Mnemonic.Movsxd,      &Forms.Of<ExtendForm>),
        new(Mnemonic.Cbw,         &Plain.Widen),
        new(Mnemonic.Cwde,        &Plain.Widen),
        new(Mnemonic.Cdqe,        &Plain.Widen),
        new(Mnemonic.Cwd,         &Plain.Widen),
        new(Mnemonic.Cdq,         &Plain.Widen),
        new(Mnemonic.Cqo,         &Plain.Widen),
        new(Mnemonic.Jo,          &Branches.If<Overflow>),
        new(Mnemonic.Jno,         &Branches.If<Not<Overflow>>),
        new(Mnemonic.Jb,          &Branches.If<Below>),
        new(Mnemonic.Jae,         &Branches.If<Not<Below>>),
        new(Mnemonic.Je,          &Branches.If<Equal>),
        new(Mnemonic.Jne,         &Branches.If<Not<Equal>>),
        new(Mnemonic.Jbe,         &Branches.If<BelowOrEqual>),
        new(Mnemonic.Ja,          &Branches.If<Not<BelowOrEqual>>),
        new(Mnemonic.Js,          &Branches.If<Sign>),
        new(Mnemonic.Jns,         &Branches.If<Not<Sign>>),
        new(Mnemonic.Jp,          &Branches.If<Parity>),
        new(Mnemonic.Jnp,         &Branches.If<Not<Parity>>),
        new(Mnemonic.Jl,          &Branches.If<Less>),
        new(Mnemonic.Jge,         &Branches.If<Not<Less>>),
        new(Mnemonic.Jle,         &Branches.If<LessOrEqual>),
        new(Mnemonic.Jg,          &Branches.If<Not<LessOrEqual>>),
        new(Mnemonic.Seto,        &SetIf<Overflow>),
        new(Mnemonic.Setno,       &SetIf<Not<Overflow>>),
        new(Mnemonic.Setb,        &SetIf<Below>),
        new(Mnemonic.Setae,       &SetIf<Not<Below>>),
        new(Mnemonic.Sete,        &SetIf<Equal>),
        new(Mnemonic.Setne,       &SetIf<Not<Equal>>),
        new(Mnemonic.Setbe,       &SetIf<BelowOrEqual>),
        new(Mnemonic.Seta,        &SetIf<Not<BelowOrEqual>>),
        new(Mnemonic.Sets,        &SetIf<Sign>),
        new(Mnemonic.Setns,       &SetIf<Not<Sign>>),
        new(Mnemonic.Setp,        &SetIf<Parity>),
        new(Mnemonic.Setnp,       &SetIf<Not<Parity>>),
        new(Mnemonic.Setl,        &SetIf<Less>),
        new(Mnemonic.Setge,       &SetIf<Not<Less>>),
        new(Mnemonic.Setle,       &SetIf<LessOrEqual>),
        new(Mnemonic.Setg,        &SetIf<Not<LessOrEqual>>),
        new(Mnemonic.Cmovo,       &Forms.Of<ConditionalMoveForm<Overflow>>),
        new(Mnemonic.Cmovno,      &Forms.Of<ConditionalMoveForm<Not<Overflow>>>),
        new(Mnemonic.Cmovb,       &Forms.Of<ConditionalMoveForm<Below>>),
        new(Mnemonic.Cmovae,      &Forms.Of<ConditionalMoveForm<Not<Below>>>),
        new(Mnemonic.Cmove,       &Forms.Of<ConditionalMoveForm<Equal>>),
        new(Mnemonic.Cmovne,      &Forms.Of<ConditionalMoveForm<Not<Equal>>>),
        new(Mnemonic.Cmovbe,      &Forms.Of<ConditionalMoveForm<BelowOrEqual>>),
        new(Mnemonic.Cmova,       &Forms.Of<ConditionalMoveForm<Not<BelowOrEqual>>>),
        new(Mnemonic.Cmovs,       &Forms.Of<ConditionalMoveForm<Sign>>),
        new(Mnemonic.Cmovns,      &Forms.Of<ConditionalMoveForm<Not<Sign>>>),
        new(Mnemonic.Cmovp,       &Forms.Of<ConditionalMoveForm<Parity>>),
        new(Mnemonic.Cmovnp,      &Forms.Of<ConditionalMoveForm<Not<Parity>>>),
        new(Mnemonic.Cmovl,       &Forms.Of<ConditionalMoveForm<Less>>),
        new(Mnemonic.Cmovge,      &Forms.Of<ConditionalMoveForm<Not<Less>>>),
        new(Mnemonic.Cmovle,      &Forms.Of<ConditionalMoveForm<LessOrEqual>>),
        new(Mnemonic.Cmovg,       &Forms.Of<ConditionalMoveForm<Not<LessOrEqual>>>),
        new(Mnemonic.Jmp,         &Branches.Jump),
        new(Mnemonic.Call,        &Stacks.Call),
        new(Mnemonic.Ret,         &Stacks.Return),
        new(Mnemonic.Jcxz,        &Branches.IfCountZero),
        new(Mnemonic.Jecxz,       &Branches.IfCountZero),
        new(Mnemonic.Jrcxz,       &Branches.IfCountZero),
        new(Mnemonic.Loop,        &Branches.Loop),
        new(Mnemonic.Loope,       &Branches.Loop),
        new(Mnemonic.Loopne,      &Branches.Loop),
        new(Mnemonic.Push,        &Stacks.Push),
        new(Mnemonic.Pop,         &Stacks.Pop),
        new(Mnemonic.Pusha,       &Stacks.Other),
        new(Mnemonic.Pushad,      &Stacks.Other),
        new(Mnemonic.Popa,        &Stacks.Other),
        new(Mnemonic.Popad,       &Stacks.Other),
        new(Mnemonic.Pushf,       &Stacks.Other),
        new(Mnemonic.Pushfd,      &Stacks.Other),
        new(Mnemonic.Pushfq,      &Stacks.Other),
        new(Mnemonic.Popf,        &Stacks.Other),
        new(Mnemonic.Popfd,       &Stacks.Other),
        new(Mnemonic.Popfq,       &Stacks.Other),
        new(Mnemonic.Enter,       &Stacks.Other),
        new(Mnemonic.Leave,       &Stacks.Other),
        new(Mnemonic.Movsb,       &Plain.StringOrVector),
        new(Mnemonic.Movsw,       &Plain.StringOrVector),
        new(Mnemonic.Movsd,       &Plain.StringOrVector),
        new(Mnemonic.Movsq,       &Plain.StringOrVector),
        new(Mnemonic.Stosb,       &Plain.StringOrVector),
        new(Mnemonic.Stosw,       &Plain.StringOrVector),
        new(Mnemonic.Stosd,       &Plain.StringOrVector),
        new(Mnemonic.Stosq,       &Plain.StringOrVector),
        new(Mnemonic.Lodsb,       &Plain.StringOrVector),
        new(Mnemonic.Lodsw,       &Plain.StringOrVector),
        new(Mnemonic.Lodsd,       &Plain.StringOrVector),
        new(Mnemonic.Lodsq,       &Plain.StringOrVector),
        new(Mnemonic.Scasb,       &Plain.StringOrVector),
        new(Mnemonic.Scasw,       &Plain.StringOrVector),
        new(Mnemonic.Scasd,       &Plain.StringOrVector),
        new(Mnemonic.Scasq,       &Plain.StringOrVector),
        new(Mnemonic.Cmpsb,       &Plain.StringOrVector),
        new(Mnemonic.Cmpsw,       &Plain.StringOrVector),
        new(Mnemonic.Cmpsd,       &Plain.StringOrVector),
        new(Mnemonic.Cmpsq,       &Plain.StringOrVector),
        new(Mnemonic.Insb,        &Plain.StringOrVector),
        new(Mnemonic.Insw,        &Plain.StringOrVector),
        new(Mnemonic.Insd,        &Plain.StringOrVector),
        new(Mnemonic.Outsb,       &Plain.StringOrVector),
        new(Mnemonic.Outsw,       &Plain.StringOrVector),
        new(Mnemonic.Outsd,       &Plain.StringOrVector),
        new(Mnemonic.Bt,          &Forms.Of<BitForm<BitTest>>),
        new(Mnemonic.Bts,         &Forms.Of<BitForm<BitSet>>),
        new(Mnemonic.Btr,         &Forms.Of<BitForm<BitReset>>),
        new(Mnemonic.Btc,         &Forms.Of<BitForm<BitComplement>>),
        new(Mnemonic.Bsf,         &Forms.Of<ScanForm<Bsf>>),
        new(Mnemonic.Bsr,         &Forms.Of<ScanForm<Bsr>>),
        new(Mnemonic.Tzcnt,       &Forms.Of<ScanForm<Tzcnt>>),
        new(Mnemonic.Lzcnt,       &Forms.Of<ScanForm<Lzcnt>>),
        new(Mnemonic.Popcnt,      &Forms.Of<ScanForm<Popcnt>>),
        new(Mnemonic.Blsr,        &Forms.Of<ScanForm<Blsr>>),
        new(Mnemonic.Blsmsk,      &Forms.Of<ScanForm<Blsmsk>>),
        new(Mnemonic.Blsi,        &Forms.Of<ScanForm<Blsi>>),
        new(Mnemonic.Andn,        &Forms.Of<TernaryForm<Andn>>),
        new(Mnemonic.Bextr,       &Forms.Of<TernaryForm<Bextr>>),
        new(Mnemonic.Bzhi,        &Forms.Of<TernaryForm<Bzhi>>),
        new(Mnemonic.Shlx,        &Forms.Of<TernaryForm<Shlx>>),
        new(Mnemonic.Shrx,        &Forms.Of<TernaryForm<Shrx>>),
        new(Mnemonic.Sarx,        &Forms.Of<TernaryForm<Sarx>>),
        new(Mnemonic.Rorx,        &Forms.Of<TernaryForm<Rorx>>),
        new(Mnemonic.Pdep,        &Forms.Of<TernaryForm<Pdep>>),
        new(Mnemonic.Pext,        &Forms.Of<TernaryForm<Pext>>),
        new(Mnemonic.Mulx,        &Forms.Of<MulxForm>),
        new(Mnemonic.Adcx,        &Forms.Of<FlagAddForm>),
        new(Mnemonic.Adox,        &Forms.Of<FlagAddForm>),
        new(Mnemonic.Crc32,       &Crc),
        new(Mnemonic.Daa,         &Daa),
        new(Mnemonic.Das,         &Das),
        new(Mnemonic.Aaa,         &Aaa),
        new(Mnemonic.Aas,         &Aas),
        new(Mnemonic.Aam,         &Plain.Bcd),
        new(Mnemonic.Aad,         &Plain.Bcd),
        new(Mnemonic.Lahf,        &Lahf),
        new(Mnemonic.Sahf,        &Sahf),
        new(Mnemonic.Salc,        &Salc),
        new(Mnemonic.Xlatb,       &Xlat),
        new(Mnemonic.Clc,         &Clc),
        new(Mnemonic.Stc,         &Stc),
        new(Mnemonic.Cmc,         &Cmc),
        new(Mnemonic.Cld,         &Cld),
        new(Mnemonic.Std,         &Std),
        new(Mnemonic.Nop,         &Nop),
        new(Mnemonic.Reservednop, &Nop),
        new(Mnemonic.Endbr32,     &Nop),
        new(Mnemonic.Endbr64,     &Nop),
        new(Mnemonic.Prefetchw,   &Nop),
        new(Mnemonic.Prefetchnta, &Nop),
        new(Mnemonic.Prefetcht0,  &Nop),
        new(Mnemonic.Prefetcht1,  &Nop),
        new(Mnemonic.Prefetcht2,  &Nop),
        new(Mnemonic.Prefetchwt1, &Nop),
        new(Mnemonic.Prefetch,    &Nop),
        new(Mnemonic.Cldemote,    &Nop),
        new(Mnemonic.Rdsspd,      &Nop),
        new(Mnemonic.Rdsspq,      &Nop),
        new(Mnemonic.Prefetchit0, &Nop),
        new(Mnemonic.Prefetchit1, &Nop),
    ];
#pragma warning restore format

    // Reserved encodings that later processors gave a meaning, and hints: they do nothing, not even touch their operand.
    private static Handler Nop(Translation t) => &Handlers.Nop;

    private static Handler Bytes8(Translation t) => t.IsFlat ? &OtherMoves.Cmpxchg8b<Flat> : &OtherMoves.Cmpxchg8b<Segmented>;

    private static Handler Bytes16(Translation t) => t.IsFlat ? &OtherMoves.Cmpxchg16b<Flat> : &OtherMoves.Cmpxchg16b<Segmented>;

    private static Handler SetIf<TCondition>(Translation t)
        where TCondition : struct, ICondition
    {
        if (t.IsMemory(0))
            return t.IsFlat ? &SetByte<TCondition>.M<Flat> : &SetByte<TCondition>.M<Segmented>;
        t.Op->Destination = t.Register(0);
        return &SetByte<TCondition>.R;
    }

    private static Handler Crc(Translation t) => Forms.ByWidth<CrcForm>(t, t.Size(1));

    private static Handler Daa(Translation t) => &Bcd.Daa;

    private static Handler Das(Translation t) => &Bcd.Das;

    private static Handler Aaa(Translation t) => &Bcd.Aaa;

    private static Handler Aas(Translation t) => &Bcd.Aas;

    private static Handler Lahf(Translation t) => &OtherMoves.Lahf;

    private static Handler Sahf(Translation t) => &OtherMoves.Sahf;

    private static Handler Salc(Translation t) => &OtherMoves.Salc;

    private static Handler Xlat(Translation t) => &OtherMoves.Xlat;

    private static Handler Clc(Translation t) => &FlagInstructions.Clc;

    private static Handler Stc(Translation t) => &FlagInstructions.Stc;

    private static Handler Cmc(Translation t) => &FlagInstructions.Cmc;

    private static Handler Cld(Translation t) => &FlagInstructions.Cld;

    private static Handler Std(Translation t) => &FlagInstructions.Std;
}
