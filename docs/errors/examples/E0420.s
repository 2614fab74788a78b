        .reloc  0, R_X86_64_NOTHING, target
target: ret
# instead
        .reloc  0, R_X86_64_NONE, target
target: ret
