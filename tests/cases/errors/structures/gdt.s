# Every kind of bad input to .gdt, .ldt, .descriptor, .raw and .gdtr.
#! image
#! args: --format flat
        .gdt                                                    # error: `.gdt` needs a name first
        .gdt    5                                               # error: `.gdt` needs a name first
        .gdt    a b                                             # error: arguments are separated by commas
        .gdt    g, size=5                                       # error: `.gdt` has no key `size`
        .null   5                                               # error: a number is one too many: `.null` takes nothing
        .descriptor                                             # error: `.descriptor` needs a type
        .descriptor 5                                           # error: `5` is no type of descriptor; there are `code16`, `code32`, `code64`, `data16`, `data32`, `data64`, `ldt`,
        .descriptor %eax                                        # error: register `%eax` is no type of descriptor; there are `code16`, `code32`, `code64`, `data16`, `data32`,
        .descriptor code32 data32                               # error: arguments are separated by commas
        .descriptor code32, data32                              # error: `data32` is no word of `.descriptor`
        .descriptor code33                                      # error: `code33` is no type of descriptor; did you mean `code32`; there are `code16`, `code32`, `code64`, `data16`,
        .descriptor CODE32                                      # error: `CODE32` is no type of descriptor; did you mean `code32`; there are `code16`, `code32`, `code64`, `data16`,
        .descriptor code32, bse=0                               # error: `.descriptor` has no key `bse`; did you mean `base`
        .descriptor code32, base=%eax                           # error: register `%eax` stands where a number or an address is needed
        .descriptor code32, base=g:x                            # error: `g:x` is a whole descriptor, where a number or an address is needed; the label `x` alone is its selector
        .descriptor code32, base=v86(1)                         # error: `v86(...)` stands where a number or an address is needed
        .descriptor code32, base=1..2                           # error: a range stands where a number or an address is needed
        .descriptor code32, base=1 | 2
        .descriptor code32, base="x"                            # error: `"` starts no value
        .descriptor code32, base=0x123456789                    # error: the base is 0x123456789, outside 0..0xffffffff
        .descriptor code32, base=-1                             # error: the base is -1, outside 0..0xffffffff
        .descriptor code32, limit=0x100000000                   # error: the limit is 0x100000000, outside 0..0xffffffff
        .descriptor code32, limit=5G                            # error: the limit is 0x13fffffff, outside 0..0xffffffff
        .descriptor code32, limit=-1                            # error: the limit is -1, outside 0..0xffffffff
        .descriptor code32, limit=0x123456                      # error: the limit 0x123456 cannot be stored in units of 4 KBytes; the next one up is 0x123fff
        .descriptor code32, limit=0x123456, granularity=byte    # error: the limit 0x123456 does not fit 20 bits; without `granularity=byte` it is stored in units of 4 KBytes
        .descriptor code32, limit=0x1234, granularity=page      # error: the limit 0x1234 cannot be stored in units of 4 KBytes; the next one up is 0x1fff
        .descriptor code32, granularity=pages                   # error: `pages` is no granularity; did you mean `page`; there are `byte`, `page`
        .descriptor code32, size=0                              # error: the size is 0, outside 1..0x100000000
        .descriptor code32, limit=5, size=6                     # error: `size` and `limit` say the same thing: give one of them
        .descriptor code32, dpl=4                               # error: `dpl` is 4, outside 0..3
        .descriptor code32, dpl=-1                              # error: `dpl` is -1, outside 0..3
        .descriptor code32, dpl=user
        .descriptor code32, rpl=4                               # error: `rpl` is 4, outside 0..3
        .descriptor code32, rpl=undefined_one                   # error: `rpl` must be known here: it decides what the structure looks like
        .descriptor code32, dpl=1, dpl=2                        # error: `dpl` is given twice
        .descriptor code32, accessed, accessed                  # error: `accessed` is given twice
        .descriptor code32, busy                                # error: a `code32` descriptor cannot be `busy`
        .descriptor code32, expand_down                         # error: a `code32` descriptor cannot be `expand_down`
        .descriptor code32, conformin                           # error: `conformin` is no word of `.descriptor`; did you mean `conforming`
        .descriptor data32, execute_only                        # error: a `data32` descriptor cannot be `execute_only`
        .descriptor code32, readable, execute_only              # error: `readable` contradicts `execute_only`
        .descriptor data32, read_only, writable                 # error: `writable` contradicts `read_only`
        .descriptor code32, selector=8                          # error: `selector` belongs to gates; a `code32` descriptor has a base and a limit
        .descriptor code32, offset=8                            # error: `offset` belongs to gates; a `code32` descriptor has a base and a limit
        .descriptor code64, conforming, base=5
        .descriptor data64, limit=5
        .descriptor ldt, limit=5                                # error: `.descriptor` needs `base=`: the address of the structure
        .descriptor ldt, base=5                                 # error: `limit=` or `size=` is needed: the base is no name of a block that knows its size
        .descriptor ldt, base=x+5                               # error: `limit=` or `size=` is needed: the base is no name of a block that knows its size
        .descriptor tss32, base=5, limit=5                      # error: the limit of a `tss32` is 5, and must be at least 103 (SDM volume 3, "TSS Descriptor")
        .descriptor tss16, base=5, limit=42                     # error: the limit of a `tss16` is 42, and must be at least 43 (SDM volume 3, "TSS Descriptor")
        .descriptor tss32                                       # error: `.descriptor` needs `base=`: the address of the structure
        .descriptor tss32, base=x, conforming                   # error: a `tss32` descriptor cannot be `conforming`
        .descriptor call_gate32                                 # error: `.descriptor` needs `selector=`: the code segment to call
        .descriptor call_gate32, selector=8                     # error: `.descriptor` needs `offset=`: where to go in that segment
        .descriptor call_gate32, offset=8                       # error: `.descriptor` needs `selector=`: the code segment to call
        .descriptor call_gate32, selector=0x12345, offset=0     # error: the selector is 0x12345, outside 0..0xffff
        .descriptor call_gate16, selector=8, offset=0x12345     # error: the offset of a 16-bit gate is 0x12345, outside 0..0xffff
        .descriptor call_gate32, selector=8, offset=0x123456789 # error: the offset of a 32-bit gate is 0x123456789, outside 0..0xffffffff
        .descriptor call_gate32, selector=8, offset=0, parameters=32 # error: `parameters` is 0x20, outside 0..0x1f
        .descriptor call_gate64, selector=8, offset=0, parameters=1 # error: a 64-bit call gate copies no parameters
        .descriptor call_gate32, selector=8, offset=0, base=5   # error: `base` belongs to segments; a `call_gate32` has a selector and an offset
        .descriptor task_gate, selector=8, offset=5             # error: a task gate has a selector only; where the task goes on stands in its TSS
        .descriptor task_gate                                   # error: `.descriptor` needs `selector=`: the task's TSS
        .descriptor task_gate, selector=8, busy                 # error: a `task_gate` descriptor cannot be `busy`
        .raw                                                    # error: `.raw` needs the 8 bytes of a descriptor as a number
        .raw    1, 2                                            # error: a number is one too many: `.raw` takes the 8 bytes of a descriptor as a number
        .raw    x..y                                            # error: a range stands where a number or an address is needed
        .gate   3                                               # error: `.gate` stands inside a `.idt` block; this is `.gdt`
        .word   5                                               # error: `.word` stands inside `.gdt g`
        hlt                                                     # error: the instruction `hlt` stands inside `.gdt g`
        .map                                                    # error: `.map` stands inside a `.pagetables` block; this is `.gdt`
late:                                                           # error: `late` stands behind the last entry and selects nothing
        .endgdt 
        .endgdt                                                 # error: `.endgdt` closes no block: there is no `.gdt` open
        .endldt                                                 # error: `.endldt` closes no block: there is no `.ldt` open
        .descriptor code32                                      # error: `.descriptor` stands inside a `.gdt` block
        .gdtr                                                   # error: `.gdtr` needs a name first
        .gdtr 5                                                 # error: `.gdtr` needs a name first
        .gdtr nothere
        .gdtr g, 5                                              # error: a number is one too many: `.gdtr` takes a name
        .idtr g                                                 # error: `g` is a `.gdt`; `.idtr` takes a `.idt`
        .ldt l
        .descriptor ldt, base=0, limit=7                        # error: a `ldt` descriptor must stand in the GDT: LLDT and LTR refuse a selector into an LDT
        .descriptor tss32, base=0, limit=103                    # error: a `tss32` descriptor must stand in the GDT: LLDT and LTR refuse a selector into an LDT
        .null
        .endldt
        .gdt g                                                  # error: `g` is defined already
        .null
        .endgdt
        .gdt h                                                  # error: `.gdt h` is not closed: `.endgdt` is missing
