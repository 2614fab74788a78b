# args: --32
        .text
f:      movl $ext, %eax                         #= b800000000
        movl ext, %eax                          #= a100000000
        movl ext + 4(,%ebx,4), %eax             #= 8b049d00000000
        movb $1, local                          #= c6050000000001
        call ext                                #= e800000000
        call f                                  #= e8deffffff
        call g                                  #= e800000000
        jmp ext@PLT                             #= e900000000
        movl ext@GOT(%ebx), %eax                #= 8b8300000000
        call *ext@GOT(%ebx)                     #= ff9300000000
        addl ext@GOT(%ebx), %eax                #= 038300000000
        leal local@GOTOFF(%ebx), %eax           #= 8d8300000000
        addl $_GLOBAL_OFFSET_TABLE_, %ebx       #= 81c300000000
        addl $_GLOBAL_OFFSET_TABLE_ + [. - f], %ebx #= 81c300000000
        movl %gs:tls@NTPOFF, %eax               #= 65a100000000
        movl tls@INDNTPOFF, %eax                #= a100000000
        movl tls@GOTNTPOFF(%ebx), %eax          #= 8b8300000000
        leal tls@TLSGD(,%ebx,1), %eax           #= 8d041d00000000
        leal tls@TLSLDM(%ebx), %eax             #= 8d8300000000
        leal tls@DTPOFF(%eax), %edx             #= 8d9000000000
        movl $tls@TPOFF, %eax                   #= b800000000
        .globl g
g:      ret                                     #= c3
        .data
local:  .byte ext                               #= 00
        .word ext                               #= 0000
        .long ext, local, f, g                  #= 00000000000000000000000000000000
        .long ext - ., f - ., g - .             #= 000000000000000000000000
        .long ext@GOTOFF, ext@GOT, ext@SIZE     #= 000000000000000000000000
        .section .tdata, "awT"
tls:    .long 0                                 #= 00000000

# Loads through the GOT have a ModRM byte, which the linker can rewrite.
        movl    ext1@GOT, %eax                  #= 8b0500000000
        movl    %eax, ext1@GOT                  #= a300000000
        movl    ext1@GOT(,%ebx,2), %ecx         #= 8b0c5d00000000
        call    *tv1@TLSCALL(%eax)              #= ff10
        .long   high + 0xffffff00               #= 90000000
high    = 0x190
        .code64
        lea     ext1(%rip), %rax                #= 488d0500000000
        .code32
