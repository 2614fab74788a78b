# Every kind of bad input to .vmcs, vmcs_load and vmcs_store.
#! image
#! args: --format flat
        .vmcs                                                   # error: `.vmcs` needs a name first
        .vmcs   5                                               # error: `.vmcs` needs a name first
        .vmcs   a, 5                                            # error: VMCS `a` needs `guest.cs`, which says what mode the guest is in; `guest.rip`, where the guest starts; # error: a number is one too many: `.vmcs` takes a name
        .endvmcs
        .vmcs   v
        guest.cs                                                # error: `guest.cs` needs a value: `guest.cs = ...`
        guest.cs =                                              # error: a value is missing
        guest.css = v86(0)                                      # error: a VMCS has no field `guest.css`; did you mean `guest.cs`
        guest.cs = v68(0)                                       # error: `v68(...)` describes no segment; did you mean `v86`; there are `v86(selector)`, `realmode(selector)`,
        guest.cs = v86                                          # error: `guest.cs` is given twice
        guest.cs = v86()                                        # error: `guest.cs` is given twice
        guest.cs = v86(1,2)                                     # error: `guest.cs` is given twice
        guest.ds = v86(0x10000)                                 # error: the selector is 0x10000, outside 0..0xffff
        guest.es = 5                                            # error: a number describes no segment; there are `v86(selector)`, `realmode(selector)`, `flat32`, `flat64`,
        guest.ss = %ss                                          # error: register `%ss` describes no segment; there are `v86(selector)`, `realmode(selector)`, `flat32`, `flat64`,
        guest.fs = flat3                                        # error: `flat3` describes no segment; did you mean `flat32`; there are `v86(selector)`, `realmode(selector)`,
        guest.gs = v:w                                          # error: there is no `.gdt` or `.ldt` called `v`; did you mean `g`
        guest.ldtr = g:cs                                       # error: LDTR cannot hold a `code32` descriptor
        guest.segments = 5                                      # error: a number describes no segment; there are `v86(selector)`, `realmode(selector)`, `flat32`, `flat64`,
        guest.cs.selector = 0x10000                             # error: `guest.cs.selector`, a 16-bit field, is 0x10000, outside -0x8000..0xffff
        guest.cr0 = PE | PGG                                    # error: `PGG` is neither a bit of CR0 nor a symbol of the program; did you mean `PG`
        guest.cr0 = PE                                          # error: `guest.cr0` is given twice
        guest.cr4 = PE                                          # error: `PE` is neither a bit of CR4 nor a symbol of the program; did you mean `DE`
        guest.cr3 = v86(5)                                      # error: `v86(...)` stands where a number or an address is needed
        guest.rflags = VMM                                      # error: `VMM` is neither a bit of RFLAGS nor a symbol of the program; did you mean `VM`
        guest.rflags = IOPL                                     # error: `guest.rflags` is given twice
        guest.rflags = IOPL(5)                                  # error: `guest.rflags` is given twice
        guest.rip = 1..2                                        # error: a range stands where a number or an address is needed
        guest.rsp = %eax                                        # error: `%eax` cannot give a field's value: the loading code uses it itself; move the value to another register first
        guest.gdtr = 5                                          # error: a number stands where the name of a structure is needed
        guest.gdtr = nosuch                                     # error: `guest.gdtr` is given twice
        guest.idtr = g                                          # error: `g` is a `.gdt`; `guest.idtr` takes a `.idt`
        guest.dr7 = %dr6                                        # error: `%dr6` cannot give a field's value: it cannot be read here; did you mean `dr7`
        guest.ia32_efer = LMEE                                  # error: processor model `core2` has no field `guest.ia32_efer`: it comes with the control `load_ia32_efer`
        guest.activity_state = sleeping
        guest.activity_state = 9                                # error: `guest.activity_state` is given twice
        guest.interruptibility_state = blocking_by_st           # error: `blocking_by_st` is neither a bit of the interruptibility state nor a symbol of the program; did you mean
        host = 5                                                # error: `5` is no host state; there are `current`
        host = currnt                                           # error: `host` is given twice
        host.cr3 = %cr9                                         # error: `%cr9` cannot give a field's value: it cannot be read here; did you mean `r9`
        host.rip = msr(IA32_EFERR)                              # error: `IA32_EFERR` is neither a model-specific register nor a symbol of the program; did you mean `IA32_EFER`
        host.ia32_sysenter_esp = msr()                          # error: `msr(...)` stands where a number or an address is needed
        host.ia32_sysenter_eip = msr(0x123456789)               # error: the MSR's number is 0x123456789, outside 0..0xffffffff
        pin_based = nmi_exitin                                  # error: `nmi_exitin` is neither a control of this word nor a symbol of the program; did you mean `nmi_exiting`
        pin_based = 1 << 40                                     # error: `pin_based` is given twice
        processor_based = external_interrupt_exiting            # error: `external_interrupt_exiting` is neither a control of this word nor a symbol of the program; it belongs to
        processor_based3 = 5                                    # error: a VMCS has no field `processor_based3`; did you mean `processor_based`
        entry = 0x100000000                                     # error: `entry`, a 32-bit field, is 0x100000000, outside -0x80000000..0xffffffff
        exception_bitmap = GPF                                  # error: `GPF` is neither an exception nor a symbol of the program; did you mean `GP`
        exception_bitmap = 13                                   # error: `exception_bitmap` is given twice
        inject = event(5)                                       # error: `event` takes a type and a vector: `event(external_interrupt, 0x20)`
        inject = event(interrupt, 5)                            # error: `inject` is given twice
        inject = event(nmi, 300)                                # error: `inject` is given twice
        io_bitmaps = 5                                          # error: a number stands where the name of a structure is needed
        io_bitmaps = g                                          # error: `io_bitmaps` is given twice
        msr_bitmap = g                                          # error: `g` is a `.gdt`; `msr_bitmaps` takes a `.msrbitmap`
        entry_msr_load = g                                      # error: `g` is a `.gdt`; `entry_msr_load` takes a `.msrlist`
        ept_pointer = g                                         # error: processor model `core2` has no field `ept_pointer`: it comes with the control `enable_ept`
        vpid = 5                                                # error: processor model `core2` has no field `vpid`: it comes with the control `enable_vpid`
        exit_reason = 5                                         # error: `exit_reason` is a VM-exit information field, which processor model `core2` cannot write
        preemption_timer = 0x100000000                          # error: processor model `core2` has no field `guest.vmx_preemption_timer_value`: it comes with the control
        nop                                                     # error: the instruction `nop` stands inside `.vmcs v`; its lines are `key = value`
        .word 5                                                 # error: `.word` stands inside `.vmcs v`; its lines are `key = value`
        .gate 5                                                 # error: `.gate` stands inside a `.idt` block; this is `.vmcs`
        .set x, 5
x:                                                              # error: a label in `.vmcs` would name nothing; its entries have no addresses of their own
        .endvmcs
        .gdt g
        .null
cs:     .descriptor code32
        .endgdt
        vmcs_load                                               # error: `vmcs_load` needs the name of a VMCS
        vmcs_load 5                                             # error: a number is no name of a `.vmcs` block
        vmcs_load nosuch                                        # error: there is no `.vmcs` called `nosuch` in this source
        vmcs_load g                                             # error: there is no `.vmcs` called `g` in this source; did you mean `a`
        vmcs_load v, v                                          # error: `v` is one too many: `vmcs_load` takes the name of a VMCS
        vmcs_stor v                                             # error: no such instruction `vmcs_stor`
        vmcs_store 5                                            # error: a number is no name of a `.vmcs` block
        .code16
        vmcs_load v                                             # error: `vmcs_load` works in 32- and 64-bit code: VMX instructions are invalid in real mode
        vmcs_store v                                            # error: `vmcs_store` works in 32- and 64-bit code: VMX instructions are invalid in real mode
        .endvmcs                                                # error: `.endvmcs` closes no block: there is no `.vmcs` open
        .vmcs w                                                 # error: VMCS `w` needs `guest.cs`, which says what mode the guest is in; `guest.rip`, where the guest starts;
        .endvmcs
        .vmcs x2                                                # error: `.vmcs x2` is not closed: `.endvmcs` is missing
