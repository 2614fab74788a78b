# Every kind of bad input to .tss, .iopb and .redirection.
#! image
#! args: --format flat
        .tss                                                    # error: `.tss` needs a name first
        .tss    5                                               # error: `.tss` needs a name first
        .tss    a1, format=33                                   # error: `33` is no format of a TSS; did you mean `32`; there are `16`, `32`, `64`
        .endtss
        .tss    a2, format=32, format=32                        # error: `format` is given twice
        .endtss
        .tss    a3, form=32                                     # error: `.tss` has no key `form`
        .endtss
        .tss    a4, format=32
        esp00 = 5                                               # error: a TSS has no field `esp00`; did you mean `esp0`
        foo = 5                                                 # error: a TSS has no field `foo`
        rsp0 = 5                                                # error: a 32-bit TSS has no field `rsp0`; it belongs to the 64-bit one
        sp0 = 5                                                 # error: a 32-bit TSS has no field `sp0`; it belongs to the 16-bit one
        esp0 =                                                  # error: a value is missing
        esp0 = %esp                                             # error: register `%esp` stands where a number or an address is needed
        esp0 = 0x123456789                                      # error: `esp0` is given twice
        esp1 = g:x                                              # error: `g:x` is a whole descriptor, where a number or an address is needed; the label `x` alone is its selector
        esp2 = 1..2                                             # error: a range stands where a number or an address is needed
        ss0 = 0x10000                                           # error: `ss0` is 0x10000, outside -0x8000..0xffff
        ss0 = 0x10                                              # error: `ss0` is given twice
        ss1 = 0x10                                              # error: `ss1` has RPL 0; a stack of ring 1 needs a selector with RPL 1 (SDM volume 3, "Task-State Segment (TSS)")
        ss2 = 0                                                 # error: `ss2` is a null selector: the switch to ring 2 raises #TS
        eflags = VMM                                            # error: `VMM` is neither a bit of RFLAGS nor a symbol of the program; did you mean `VM`
        eflags = VM | IOPL(4)                                   # error: `eflags` is given twice # error: `IOPL` is 4, outside 0..3
        cr3 = 1, 2                                              # error: arguments are separated by commas
        link = "a"                                              # error: `"` starts no value
        trap = 5
        iomap = 0x10000                                         # error: `iomap` follows from `.iopb`: leave one of them out # error: `iomap` is 0x10000, outside -0x8000..0xffff
        iomap = 0x68                                            # error: `iomap` is given twice
        ldt = 0xC
        cs = flat32
        .iopb
        .iopb   allow=5                                         # error: `.iopb` is given twice
        .iopb   alow=5                                          # error: `.iopb` is given twice # error: `.iopb` has no key `alow`; did you mean `allow`
        .endtss
        .tss    a5, format=32
        .iopb   allow=0x10000                                   # error: a port is 0x10000, outside 0..0xffff
        .endtss
        .tss    a51, format=32
        .iopb   allow=-1                                        # error: a port is -1, outside 0..0xffff
        .endtss
        .tss    a52, format=32
        .iopb   allow=5..3, deny=%al                            # error: the range ends at 3, before it begins at 5 # error: register `%al` stands where a number or an address is needed
        .endtss
        .tss    a53, format=32
        .iopb   allow=later, default=no, ports=0x10001          # error: a port must be known here: it decides what the structure looks like # error: `no` is no default; there are `deny`, `allow` # error: the number of ports is 0x10001, outside 0..0x10000
        .endtss
        .tss    a54, format=32
        .iopb   5                                               # error: a number is one too many: `.iopb` takes `key = value`
        .endtss
        .tss    a55, format=32
        .iopb   default=deny, default=allow                     # error: `default` is given twice
        .redirection monitor=256                                # error: a vector is 0x100, outside 0..0xff
        .redirection monitr=25                                  # error: `.redirection` is given twice # error: `.redirection` has no key `monitr`; did you mean `monitor`
        .redirection                                            # error: `.redirection` is given twice
        nop                                                     # error: the instruction `nop` stands inside `.tss a55`; its lines are `key = value`
        .byte 5                                                 # error: `.byte` stands inside `.tss a55`; its lines are `key = value`
        .descriptor code32                                      # error: `.descriptor` stands inside a `.gdt` block; this is `.tss`
x:                                                              # error: a label in `.tss` would name nothing; its entries have no addresses of their own
        .endtss
        .tss    a6, format=16
        esp0 = 5                                                # error: a 16-bit TSS has no field `esp0`; it belongs to the 32-bit one
        .iopb                                                   # error: a 16-bit TSS has no I/O permission bitmap
        .redirection                                            # error: the interrupt redirection bitmap belongs to virtual-8086 mode, and so to a 32-bit TSS
        .endtss
        .tss    a7, format=64
        .redirection                                            # error: the interrupt redirection bitmap belongs to virtual-8086 mode, and so to a 32-bit TSS
        esp0 = 5                                                # error: a 64-bit TSS has no field `esp0`; it belongs to the 32-bit one
        ss0 = 5                                                 # error: a 64-bit TSS has no field `ss0`; it belongs to the 16-bit one
        ist8 = 5                                                # error: a TSS has no field `ist8`; did you mean `ist1`
        rsp0 = -1
        rsp1 = 0x1234567812345678                               # error: `rsp1` is 0x1234567812345678, which is not canonical: the upper bits must be copies of bit 47 (SDM volume 3,
        iomap = later
        .endtss
        .tss    a8, format=32
        .iopb   allow=5
        iomap = 0x80                                            # error: `iomap` follows from `.iopb`: leave one of them out
        .endtss
        .iopb allow=5                                           # error: `.iopb` stands inside a `.tss` block
        .redirection                                            # error: `.redirection` stands inside a `.tss` block
        .endtss                                                 # error: `.endtss` closes no block: there is no `.tss` open
        .tss a9                                                 # error: `.tss a9` is not closed: `.endtss` is missing
        .set later, 5
