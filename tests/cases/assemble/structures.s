# .struct and .offset describe a layout without bytes.
        .struct 0
field1: .struct field1 + 4
field2: .struct field2 + 8
size:
        .text
        .long field1, field2, size              #= 00000000040000000c000000
        .offset 16
a:      .space 2
b:      .byte 0
        .align 4
c:      .long 0
        .skip 3
d:
        .text
        .byte a, b, c, d                        #= 1012141b
        movl field2(%rbx), %eax                 #= 8b4304
