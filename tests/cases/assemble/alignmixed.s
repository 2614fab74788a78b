# Alignment where modes mix: GNU as pads all of a file for the mode that it ends in.
        nop                                     #= 90
        .p2align 4                              #= eb0d8db400008db400008db4000090
        .code32
        nop                                     #= 90
        .p2align 5                              #= eb0d8db400008db400008db4000090
        .code16
        nop                                     #= 90
        .p2align 4                              #= eb0d8db400008db400008db4000090
        nop                                     #= 90
        .p2align 5                              #= eb0d8db400008db400008db4000090
        nop                                     #= 90
        .p2align 8
