# Every kind of bad input to .idt, .gate and .idtr.
#! image
#! args: --format flat
        .idt                                                    # error: `.idt` needs a name first
        .idt    5                                               # error: `.idt` needs a name first
        .idt    a1, format=24                                   # error: `a1` has no gate; give one, or `vectors=` and `default=` # error: `24` is no format of an IDT; did you mean `64`; there are `16`, `32`, `64`
        .endidt
        .idt    a2, format=32, format=16, selector=8            # error: `format` is given twice
        .gate 0, 0
        .endidt
        .idt    a3, format=32, vector=5, selector=8             # error: `.idt` has no key `vector`; did you mean `vectors`
        .gate 0, 0
        .endidt
        .idt    a4, format=32, vectors=0, selector=8            # error: the number of vectors is 0, outside 1..0x100
        .endidt
        .idt    a5, format=32, vectors=257, selector=8, default=0 # error: the number of vectors is 0x101, outside 1..0x100
        .endidt
        .idt    a6, format=32, vectors=later, selector=8, default=0 # error: `vectors` must be known here: it decides what the structure looks like
        .endidt
        .idt    a7, format=32                                   # error: `a7` has no gate; give one, or `vectors=` and `default=`
        .endidt
        .idt    a8, format=16, stubs, selector=8                # error: stubs are generated for 32- and 64-bit gates
        .gate   0, 0
        .endidt
        .idt    a9, format=32, type=traps, selector=8           # error: `traps` is no type of gate; did you mean `trap`; there are `interrupt`, `trap`, `task`
        .gate   0, 0
        .endidt
        .idt    b1, format=32, dpl=4, selector=8                # error: `dpl` is 4, outside 0..3
        .gate   0, 0
        .endidt
        .idt    b2, format=32, selector=8
        .gate                                                   # error: `.gate` needs a vector
        .gate   0                                               # error: `.gate` needs a handler
        .gate   0, 1, 2                                         # error: a number is one too many: `.gate` takes a vector, a handler
        .gate   300, 0                                          # error: vector 300 is outside 0..255
        .gate   -1, 0                                           # error: vector -1 is outside 0..255
        .gate   5..3, 0                                         # error: the range ends at 3, before it begins at 5
        .gate   GPF, 0                                          # error: `GPF` is neither an exception nor a symbol that is known here; did you mean `GP`
        .gate   gp, 0                                           # error: `gp` is neither an exception nor a symbol that is known here; did you mean `GP`
        .gate   %eax, 0                                         # error: register `%eax` stands where a number or an address is needed
        .gate   0x40, %eax                                      # error: register `%eax` stands where a number or an address is needed
        .gate   0x41, g:x                                       # error: `g:x` is a whole descriptor, where a number or an address is needed; the label `x` alone is its selector
        .gate   0x42, 0x123456789                               # error: the offset of a 32-bit gate is 0x123456789, outside 0..0xffffffff
        .gate   0x43, -1                                        # error: the offset of a 32-bit gate is -1, outside 0..0xffffffff
        .gate   0x44, 0, selector=0x10000                       # error: the selector is 0x10000, outside 0..0xffff
        .gate   0x45, 0, selektor=8                             # error: `.gate` has no key `selektor`; did you mean `selector`
        .gate   0x46, 0, type=call                              # error: `call` is no type of gate; there are `interrupt`, `trap`, `task`
        .gate   0x47, 0, type=%al                               # error: register `%al` is no type of gate; there are `interrupt`, `trap`, `task`
        .gate   0x48, 0, dpl=5                                  # error: `dpl` is 5, outside 0..3
        .gate   0x49, 0, ist=1                                  # error: the interrupt stack table exists in 64-bit mode only; this table is `format=32`
        .gate   0x4a, 0, dpl=1, dpl=2                           # error: `dpl` is given twice
        .gate   0x4b, 0, stub                                   # error: `stub` is no word of `.gate`; did you mean `stubs`
        .gate   0x4c, 0, stubs, stubs                           # error: `stubs` is given twice
        .gate   0x4d, type=task, selector=8, stubs              # error: a task gate leads to a TSS: there is no place for a stub
        .gate   0x4e, 5, type=task, selector=8                  # error: a task gate has a selector only; where the task goes on stands in its TSS
        .gate   0x50, 0
        .gate   0x50, 0                                         # error: vector 80 has a gate already
        .gate   0x4f..0x51, 0                                   # error: vector 80 has a gate already
        .gate   0x52 | 0x53, 0
        .raw                                                    # error: `.raw` needs a vector
        .raw    1                                               # error: `.raw` needs the gate's first 8 bytes as a number
        .raw    1, 2, 3                                         # error: a gate of `format=32` has 8 bytes; the second 8 belong to `format=64`
        .raw    1, 2, 3, 4                                      # error: vector 1 has a gate already # error: a gate of `format=32` has 8 bytes; the second 8 belong to `format=64` # error: a number is one too many: `.raw` takes a vector, the gate's first 8 bytes as a number, its second 8 bytes
        .raw    0x50, 1                                         # error: vector 80 has a gate already
        .descriptor code32                                      # error: `.descriptor` stands inside a `.gdt` block; this is `.idt`
        .word   5                                               # error: `.word` stands inside `.idt b2`
        nop                                                     # error: the instruction `nop` stands inside `.idt b2`
lab:                                                            # error: a label in `.idt` would name nothing; its entries have no addresses of their own
        .endidt
        .idt    b3, format=64, selector=8
        .gate   0, 0, ist=8                                     # error: `ist` is 8, outside 0..7
        .gate   1, 0, type=task                                 # error: there are no task gates in 64-bit mode # error: a task gate has a selector only; where the task goes on stands in its TSS
        .gate   1, 0x123456789                                  # error: vector 1 has a gate already
        .endidt
        .idt    b4, format=32, selector=0
        .gate   0, 0
        .endidt
        .idt    b5, format=32
        .gate   0, 0                                            # error: `.gate` needs `selector=`: the code segment of the handler
        .endidt
        .idt    b6, format=32, vectors=3, selector=8
        .gate   3, 0                                            # error: vector 3 is outside the table: `vectors=3`
        .endidt
        .idt    b7, format=32, default=nosuch                   # error: `.idt` needs `selector=`: the code segment of the handler
        .endidt
        .gate   0, 0                                            # error: `.gate` stands inside a `.idt` block
        .endidt                                                 # error: `.endidt` closes no block: there is no `.idt` open
        .idtr                                                   # error: `.idtr` needs a name first
        .idtr   5                                               # error: `.idtr` needs a name first
        .idt b8, format=32                                      # error: `.idt b8` is not closed: `.endidt` is missing
        .set later, 5
