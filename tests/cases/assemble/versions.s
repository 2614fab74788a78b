# .symver: what becomes of the plain name, and of references.
        .globl  plain, both, gone, replaced
        .symver plain, plain@V1
        .symver both, both@@V2, hidden
        .symver gone, gone@V1, remove
        .symver replaced, replaced@@@V3
        .symver elsewhere, elsewhere@V4
        .symver another, another@@@V5
plain:
both:
gone:
replaced:
        nop                                     #= 90
        .quad   plain, both, gone, replaced     #= 0000000000000000000000000000000000000000000000000000000000000000
        .quad   elsewhere, another              #= 00000000000000000000000000000000
