# Values that are known only when the program is linked are checked then.
#! image
#! args: --format flat
        .gdt    g
        .null
        .descriptor code32, base=far, limit=far_size            # error: the base is 0x123456789, outside 0..0xffffffff # error: the limit 0x123456 cannot be stored in units of 4 KBytes; the next one up is 0x123fff
        .descriptor tss32, base=p, limit=far_dpl                # error: `p` is a `.pagetables`; a `tss32` descriptor describes a `.tss` # error: the limit of a `tss32` is 4, and must be at least 103 (SDM volume 3, "TSS Descriptor")
        .descriptor call_gate32, selector=far_data, offset=0
        .descriptor call_gate32, selector=far_null, offset=0    # error: the selector is null: the gate leads nowhere and using it raises #GP
        .descriptor task_gate, selector=far_code                # warning: selector 0x58 hits no descriptor of `.gdt g` or `.gdt h`
        .descriptor call_gate64, selector=far_code, offset=0    # warning: selector 0x58 hits no descriptor of `.gdt g` or `.gdt h`
        .descriptor call_gate32, selector=far_code, offset=0, parameters=far_count # warning: selector 0x58 hits no descriptor of `.gdt g` or `.gdt h` # error: `parameters` is 0x20, outside 0..0x1f
        .descriptor data32
        .descriptor code32
        .endgdt
        .set    far, 0x123456789
        .set    far_size, 0x123456
        .set    far_dpl, 4
        .set    far_sel, 0x10000
        .set    far_data, 0x50
        .set    far_code, 0x58
        .set    far_null, 3
        .set    far_count, 32
        .idt    i, format=32
        .gate   1, 0, selector=far_data
        .gate   2, 0, selector=far_null                         # error: the selector is null: the gate leads nowhere and using it raises #GP
        .gate   4, 0, selector=0x4000                           # warning: selector 0x4000 hits no descriptor of `.gdt g` or `.gdt h`
        .gate   5, type=task, selector=far_code                 # warning: selector 0x58 hits no descriptor of `.gdt g` or `.gdt h`
        .endidt
        .idt    j, format=64
        .gate   0, 0, selector=far_code                         # warning: selector 0x58 hits no descriptor of `.gdt g` or `.gdt h`
        .gate   1, 0, selector=far_code64, ist=far_ist          # error: `ist` is 8, outside 0..7
        .endidt
        .gdt    h
        .null
        .descriptor code64
        .endgdt
        .set    far_code64, 8
        .set    far_ist, 8
        .tss    t, format=32
        .endtss
        .tss    u, format=64
        .endtss
        .set    far_rsp, 0x1234567812345678
        .pagetables p, format=pse
        .map 0, far_odd, 4K                                     # error: the physical address is 5, which is no multiple of 0x1000
        .map 0x400000, far_odd << 12, 4M, page=4M               # error: the physical address is 0x5000, which is no multiple of 0x400000
        .endpagetables
        .set    far_odd, 5
        .msrlist l
        .endmsrlist
