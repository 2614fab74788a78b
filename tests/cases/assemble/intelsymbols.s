# The order of the object's symbols in Intel syntax: `.L` names that relocations need come where they were mentioned, the offset table behind what asks for it.
        .intel_syntax noprefix
start:  lea     rdi, .Ltext[rip]                #= 488d3d00000000
after:  mov     rax, qword ptr [rip + other@GOTPCREL]           #= 488b0500000000
        call    [qword ptr last@GOTPCREL[rip]]  #= ff1500000000
        mov     eax, offset .Lword + 4          #= b800000000
final:  .long   .Lmore - .                      #= 00000000
        .section .rodata.str1.1, "aMS", @progbits, 1
        .byte   0
.Ltext: .string "text"
.Lmore: .string "more"
        .section .rodata.cst4, "aM", @progbits, 4
        .long   1
.Lword: .long   2, 3
