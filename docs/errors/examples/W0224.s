        .purgem never_defined
# instead
        .macro  defined
        .endm
        .purgem defined
