# Every kind of bad input to .iobitmap, .msrbitmap, .msrlist, .vmxonregion and .boot.
#! image
#! args: --format flat
        .iobitmap                                               # error: `.iobitmap` needs a name first
        .iobitmap 5                                             # error: `.iobitmap` needs a name first
        .iobitmap b1, 5                                         # error: a number is one too many: `.iobitmap` takes a name
        .iobitmap b2, intrcept=5                                # error: `.iobitmap` has no key `intrcept`; did you mean `intercept`
        .iobitmap b3, intercept=0x10000                         # error: a port is 0x10000, outside 0..0xffff
        .iobitmap b4, intercept=-1                              # error: a port is -1, outside 0..0xffff
        .iobitmap b5, intercept=5..3                            # error: the range ends at 3, before it begins at 5
        .iobitmap b6, intercept=%al                             # error: register `%al` stands where a number or an address is needed
        .iobitmap b7, intercept=later                           # error: a port must be known here: it decides what the structure looks like
        .iobitmap b8, intercept=0x60..0x64, pass=0x61, default=foo # error: `foo` is no default; there are `pass`, `intercept`
        .iobitmap b9, default=pass, default=pass                # error: `default` is given twice
        .iobitmap b9                                            # error: `b9` is defined already
        .iobitmap c1, intercept=0x60 0x61                       # error: arguments are separated by commas
        .iobitmap c2, intercept=0x60 | 0x61, intercept=0x62
        .iobitmap c3, intercept=none, pass=all
        .msrbitmap                                              # error: `.msrbitmap` needs a name first
        .msrbitmap m1, 5                                        # error: a number is one too many: `.msrbitmap` takes a name
        .msrbitmap m2, reed=5                                   # error: `.msrbitmap` has no key `reed`; did you mean `read`
        .msrbitmap m3, read=0x2000                              # error: MSR 0x2000 has no bit in the map, which covers 0..0x1fff and 0xc0000000..0xc0001fff; accesses to others
        .msrbitmap m4, read=0x1fff..0x2000                      # error: MSR 0x2000 has no bit in the map, which covers 0..0x1fff and 0xc0000000..0xc0001fff; accesses to others
        .msrbitmap m5, read=IA32_EFERR                          # error: `IA32_EFERR` is neither a model-specific register nor a symbol that is known here; did you mean `IA32_EFER`
        .msrbitmap m6, read=5..3                                # error: the range ends before it begins
        .msrbitmap m7, write=%al, default=no                    # error: register `%al` stands where a number or an address is needed # error: `no` is no default; there are `pass`, `intercept`
        .msrbitmap m8, pass=all, read=all
        .vmxonregion                                            # error: `.vmxonregion` needs a name first
        .vmxonregion 5                                          # error: `.vmxonregion` needs a name first
        .vmxonregion r, 5                                       # error: a number is one too many: `.vmxonregion` takes a name
        .vmxonregion r1, size=5                                 # error: `.vmxonregion` has no key `size`
        .vmxonregion r1                                         # error: `r1` is defined already
        .msrlist                                                # error: `.msrlist` needs a name first
        .msrlist l1, 5                                          # error: a number is one too many: `.msrlist` takes a name
        .msr                                                    # error: `.msr` needs a register
        .msr IA32_EFER
        .msr IA32_EFERR, 0                                      # error: `IA32_EFERR` is neither a model-specific register nor a symbol of the program; did you mean `IA32_EFER`
        .msr 0x123456789, 0                                     # error: the register's number is 0x123456789, outside 0..0xffffffff
        .msr %eax, 0                                            # error: register `%eax` stands where a number or an address is needed
        .msr 5, %eax                                            # error: register `%eax` stands where a number or an address is needed
        .msr 5, 6, 7                                            # error: a number is one too many: `.msr` takes a register, a value
        .msr 5, key=6                                           # error: `.msr` has no key `key`
        .msr IA32_EFER, LMEE                                    # error: `LMEE` is neither a bit of IA32_EFER nor a symbol of the program; did you mean `LME`
        .msr 5, g:x                                             # error: `g:x` is a whole descriptor, where a number or an address is needed; the label `x` alone is its selector
        .msr 5..6, 0                                            # error: a range stands where a number or an address is needed
        key = 5
        nop                                                     # error: the instruction `nop` stands inside `.msrlist l1`
lab:                                                            # error: a label in `.msrlist` would name nothing; its entries have no addresses of their own
        .byte 5                                                 # error: `.byte` stands inside `.msrlist l1`
        .gate                                                   # error: `.gate` stands inside a `.idt` block; this is `.msrlist`
        .endmsrlist
        .msr 5, 6                                               # error: `.msr` stands inside a `.msrlist` block
        .endmsrlist                                             # error: `.endmsrlist` closes no block: there is no `.msrlist` open
        .boot 5                                                 # error: a number is one too many: `.boot` takes `key = value`
        .boot entry=%eax                                        # error: `.boot` is given twice
        .boot entri=5                                           # error: `.boot` is given twice # error: `.boot` has no key `entri`; did you mean `entry`
        .boot load=5                                            # error: `.boot` is given twice
        .boot load=later                                        # error: `.boot` is given twice
        .boot load=0x8000, load=0x9000                          # error: `.boot` is given twice # error: `load` is given twice
        .boot entry=_x, load=0x100000000                        # error: `.boot` is given twice
        .boot                                                   # error: `.boot` is given twice
        .msrlist l2
        .gdt g                                                  # error: `.gdt` opens a block inside `.msrlist l2`: `.endmsrlist` is missing before it
        .null
        .endgdt
        .set later, 5
