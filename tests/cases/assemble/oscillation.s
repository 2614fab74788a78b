# Sizes that would swing to and fro for ever: the number gets a byte more when the alignment takes one, and the other way round.
        .data
        .byte   1, 2, 3
        .uleb128 end1 - start1
start1: .space  128 - 2
        .byte   4
        .p2align 1, 0xFF
end1:   .byte   5

        .p2align 2
        .byte   6, 7
        .uleb128 end2 - start2
start2: .space  128 * 128 - 2
        .byte   8
        .p2align 2, 0xFF
end2:   .byte   9
        .p2align 4, 9
