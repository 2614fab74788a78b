# Every kind of bad input to .pagetables, .map and .eptp.
#! image
#! args: --format flat
        .pagetables                                             # error: `.pagetables` needs a name first
        .pagetables 5, format=pse                               # error: `.pagetables` needs a name first
        .pagetables a0                                          # error: `.pagetables` needs `format=`: legacy, pse, pae, ia32e, ept
        .endpagetables
        .pagetables a1, format=pse36                            # error: `pse36` is no paging format; there are `legacy`, `pse`, `pae`, `ia32e`, `ept`
        .endpagetables
        .pagetables a2, format=pse, format=pae                  # error: `format` is given twice
        .endpagetables
        .pagetables a3, form=pse                                # error: `.pagetables` needs `format=`: legacy, pse, pae, ia32e, ept # error: `.pagetables` has no key `form`
        .endpagetables
        .pagetables a4, format=pse, shard                       # error: `shard` is no word of `.pagetables`; did you mean `shared`
        .endpagetables
        .pagetables a5, format=pse
        .map                                                    # error: `.map` needs a linear address
        .map    0                                               # error: `.map` needs a physical address
        .map    0, 0                                            # error: `.map` needs a size
        .map    0, 0, 4K, present, 5                            # error: a number is one too many: `.map` takes a linear address, a physical address, a size, flags
        .map    %eax, 0, 4K                                     # error: register `%eax` stands where a number or an address is needed
        .map    later, 0, 4K                                    # error: the linear address must be known here: it decides what the structure looks like
        .map    0, %eax, 4K                                     # error: 0x0 is mapped already # error: register `%eax` stands where a number or an address is needed
        .map    0, 0, g:x                                       # error: `g:x` is a whole descriptor, where a number or an address is needed; the label `x` alone is its selector
        .map    0, 0, later                                     # error: the size must be known here: it decides what the structure looks like
        .map    0, 0, 0                                         # error: the size is 0: there is nothing to map
        .map    0, 0, -4096                                     # error: 0x0 to 0xffffffffffffefff cannot be mapped: format `pse` reaches 32 bits
        .map    0, 0, 5000                                      # error: the size 0x1388 is no multiple of the page size, 4K
        .map    5, 0, 4K                                        # error: the address 0x5 is no multiple of the page size, 4K
        .map    0, 5, 4K                                        # error: 0x0 is mapped already # error: the physical address is 5, which is no multiple of 0x1000
        .map    -4096, 0, 4K                                    # error: 0xfffffffffffff000 to 0xffffffffffffffff cannot be mapped: format `pse` reaches 32 bits
        .map    4G, 0, 4K                                       # error: 0x100000000 to 0x100000fff cannot be mapped: format `pse` reaches 32 bits
        .map    0xFFFFF000, 0, 8K                               # error: 0xfffff000 to 0x100000fff cannot be mapped: format `pse` reaches 32 bits
        .map    0x1000, 4G, 4K                                  # error: 0x100000000 to 0x100000fff lies beyond the 32 bits of a physical address that an entry of this format holds
        .map    0x2000, 0, 4K, presnt                           # error: `presnt` is neither a flag of a page nor a symbol that is known here; did you mean `present`
        .map    0x3000, 0, 4K, present | nx                     # error: `execute_disable` is bit 63, and an entry of format `pse` has 32 bits: use `pae` or `ia32e`
        .map    0x4000, 0, 4K, present | read                   # error: `read` is neither a flag of a page nor a symbol that is known here; there are `accessed`, `cache_disable`,
        .map    0x5000, 0, 4K, present, page=2M                 # error: format `pse` has pages of 4K, 4M
        .map    0x6000, 0, 4K, present, page=4M                 # error: the address 0x6000 is no multiple of the page size, 4M
        .map    0x7000, 0, 4K, present, page=5                  # error: format `pse` has pages of 4K, 4M
        .map    0x8000, 0, 4K, present, page=%al                # error: register `%al` stands where a number or an address is needed
        .map    0x9000, 0, 4K, present, memory_type=write_back  # error: `memory_type` belongs to EPT; here `pwt`, `pcd` and `pat` choose it
        .map    0xA000, 0, 4K, present, pge=4K                  # error: `.map` has no key `pge`; did you mean `page`
        .map    0xB000, 0, 4K, page=4K, page=4K                 # error: `page` is given twice
        .map    0xC000, 0, 8K
        .map    0xD000, 0, 4K                                   # error: 0xd000 is mapped already
        .map    0, 0, 4M                                        # error: 0x0 is mapped already
        .map    0x800000, 1T, 4M                                # error: 0x10000000000 to 0x100003fffff lies beyond the 40 bits of a physical address that an entry of this format
        .map    0xC00000, 512G, 4M
        .map    0xE000, 0, 4K, none
        .map    0xF000, 0, 4K, writable                         # warning: the pages are not `present`: every access to them is a page fault
        .map    0x10000, 0, 4K, 0x100000                        # error: bits 0x100000 are no flags of format `pse`: they are the address, or reserved
        .gate   0                                               # error: `.gate` stands inside a `.idt` block; this is `.pagetables`
        nop                                                     # error: the instruction `nop` stands inside `.pagetables a5`
l:                                                              # error: a label in `.pagetables` would name nothing; its entries have no addresses of their own
        .endpagetables
        .pagetables a6, format=legacy
        .map    0, 0, 4M, page=4M                               # error: format `legacy` has pages of 4K
        .endpagetables
        .pagetables a7, format=pae
        .map    0, 0, 4M, present, page=4M                      # error: format `pae` has pages of 4K, 2M
        .map    4G, 0, 4K                                       # error: 0x100000000 to 0x100000fff cannot be mapped: format `pae` reaches 32 bits
        .map    0, 512T, 4K                                     # error: 0x2000000000000 to 0x2000000000fff lies beyond the 40 bits of a physical address that processor model `core2`
        .endpagetables
        .pagetables a8, format=ia32e
        .map    0x800000000000, 0, 4K                           # error: 0x800000000000 to 0x800000000fff cannot be mapped: format `ia32e` reaches 48 bits, the upper ones copies of
        .map    0x7FFFFFFFF000, 0, 8K                           # error: 0x7ffffffff000 to 0x800000000fff cannot be mapped: format `ia32e` reaches 48 bits, the upper ones copies of
        .map    0, 512T, 4K                                     # error: 0x2000000000000 to 0x2000000000fff lies beyond the 40 bits of a physical address that processor model `core2`
        .map    0, 0, 1G, present, page=1G                      # error: 0x0 is mapped already # error: processor model `core2` has no pages of 1G here
        .map    0, 0, 64T, present, page=4K                     # error: 0x0 to 0x3fffffffffff lies beyond the 40 bits of a physical address that processor model `core2` has # error: 0x400000000000 bytes are 0x400000000 pages of 4K; a map holds 0x100000: use larger pages
        .endpagetables
        .pagetables a9, format=ept
        .map    0, 0, 4K, present                               # error: `present` is neither a flag of an EPT page nor a symbol that is known here; there are `accessed`, `dirty`,
        .map    0, 0, 4K, write                                 # error: a page cannot be `write` without `read`: that is an EPT misconfiguration (SDM volume 3, "EPT
        .map    0, 0, 4K, execute                               # error: 0x0 is mapped already # error: processor model `core2` has no execute-only pages: an EPT misconfiguration (SDM volume 3, "EPT
        .map    0, 0, 4K, none                                  # error: 0x0 is mapped already
        .map    0, 0, 4K, read, memory_type=wb                  # error: `wb` is no memory type; there are `uncacheable`, `write_combining`, `write_through`, `write_protected`,
        .map    0, 0, 4K, read, memory_type=2                   # error: `2` is no memory type; there are `uncacheable`, `write_combining`, `write_through`, `write_protected`,
        .map    0, 0, 4K, read, memory_type=%al                 # error: register `%al` is no memory type; there are `uncacheable`, `write_combining`, `write_through`,
        .map    0x1000000000000, 0, 4K                          # error: 0x1000000000000 to 0x1000000000fff cannot be mapped: format `ept` reaches 48 bits
        .endpagetables
        .map 0,0,4K                                             # error: `.map` stands inside a `.pagetables` block
        .endpagetables                                          # error: `.endpagetables` closes no block: there is no `.pagetables` open
        .eptp                                                   # error: `.eptp` needs a name first
        .eptp 5                                                 # error: `.eptp` needs a name first
        .pagetables c                                           # error: `.pagetables` needs `format=`: legacy, pse, pae, ia32e, ept # error: `.pagetables c` is not closed: `.endpagetables` is missing
        .set later, 5
