# What GNU as takes, with a warning or without one.
        .comm   first, 4
        .comm   first, 8                        #! W0423
        .comm   odd, 4, 3
        .comm   negative, -1                    #! W0222
        .type   declared, @common
        .type   placed, @common
placed: .long   1 / 0                           #! W0405
        .long   7 % 0, 5                        #! W0405
        .quad   1 << 63, 1 << 64                #! W0422
        .space  0                               #! W0230
        .text   9000
        nop                                     #= 90
        .text   0
        .endm                                   #! W0231
        .endr                                   #! W0231
        .exitm                                  #! W0231
        .linkonce discard                       #! W0232

# The label in front of a macro is its name, and what follows its end is not read.
called: .macro  value, other=5
        .byte   \value, \other
        .endm   called
        called  4
        .rept   2
        nop
        .endr   twice
        .long   called                          #= 00000000

# Other files may see these numbers, whatever they are here.
        .long   alias, alias + 4                #= 0000000000000000
        mov     $alias, %eax                    #= b800000000
alias = number
        .globl  alias
number = 5
        .long   hidden_alias                    #= 05000000
hidden_alias = number

# A weak definition is where it is, as far as distances go.
        .weak   weak
        .long   weak - .                        #= 04000000
weak:   nop
        jmp     weak
        .long   later - weak
later:

# Relative to the section's start, as GNU as reads it.
        lea     away - .(%rip), %rax
        mov     away - . + 8(%rip), %eax
        call    away - .

# Sections whose flags want more than is said.
        .section .names, "aM", @progbits        #! W0229
        .section .group, "aG", @progbits        #! W0229
        .section .strange, "a", @strange        #! W0229
        .globl  naïve
naïve:  nop
        .section "tête", "a"
        .long naïve

# Instructions that GNU as takes for others, or takes although they can never run.
        .text
        fadd                                    #! W0324
        fmulp   %st(1), %st                     #! W0324
        lret                                    #! W0316
        data16                                  #! W0325
        vpgatherdd %ymm1, (%rax, %ymm2), %ymm1  #! W0326
        addb    $-255, (%rax)                   #= 800001
        .intel_mnemonic
        addl    $1, %eax                        #= 83c001
        fsub    %st, %st(1)                     #= dce9
        fsubs   (%rax)                          #= d820
        .att_mnemonic
        fsub    %st, %st(1)                     #= dce1

# Another name for a weak definition is none itself.
        .weak   thunk
thunk:  ret
        .set    .Lthunk, thunk
        jmp     .Lthunk                         #= ebfd
        .code16
        .intel_syntax noprefix
        push    dword ptr 5                     #= 666a05
        push    word ptr 500                    #= 68f401
