# GNU as's ranks are not C's: `|` binds tighter than `+`.
        .quad 1 + 2 * 3, (1 + 2) * 3, 10 - 4 - 3, 2 | 1 + 4, 1 + 6 & 2
        .quad 7 / 2, -7 / 2, 7 % 3, -7 % 3, 1 << 4, -16 >> 2, 1 << 63
        .quad ~5, -(-5), !0, !7, - - 3, +4
        .quad 6 ! 1, 6 ^ 3, 6 | 1, 6 & 3
        .quad 1 == 1, 1 == 2, 1 <> 2, 1 != 1, 1 < 2, 2 < 1, 2 > 1, 1 >= 1, 2 <= 1
        .quad 1 && 2, 0 && 1, 0 || 3, 0 || 0, 1 < 2 == 1, 3 == 1 + 2
        .quad -1 > 0, -1 < 0, 0xffffffffffffffff > 0 #= 0000000000000000ffffffffffffffff0000000000000000
        .quad 1 << 64, 1 >> 64                  #! W0422 W0422
        .set a, 5
        .set b, a * 2
        .set a, 6
        .quad a, b                              #= 06000000000000000a00000000000000
        .quad c                                 #= 0100000000000000
        .set c, 1
        .set c, 2
        .quad c                                 #= 0200000000000000
x:      .quad . - x, y - x, (y - x) * 2, (y - x) / 3, -(y - x), ~(y - x)
y:      .quad x < y, x == x, x != y             #= ffffffffffffffffffffffffffffffffffffffffffffffff
        .quad 'A' + 1                           #= 4200000000000000
        .quad 0x10 + 010 + 0b10 + 10            #= 2400000000000000
