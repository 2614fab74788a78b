# Which relocation a field gets.
        .text
f:      movl $ext, %eax                         #= b800000000
        movq $ext, %rax                         #= 48c7c000000000
        movabsq $ext, %rax                      #= 48b80000000000000000
        movl ext, %eax                          #= 8b042500000000
        movl ext(%rip), %eax                    #= 8b0500000000
        movl ext + 4(%rip), %eax                #= 8b0500000000
        movb $1, ext(%rip)                      #= c6050000000001
        movl $1, ext(%rip)                      #= c7050000000001000000
        movw $1, ext(%rip)                      #= 66c705000000000100
        leaq local(%rip), %rax                  #= 488d0500000000
        movq ext@GOTPCREL(%rip), %rax           #= 488b0500000000
        addq ext@GOTPCREL(%rip), %rax           #= 48030500000000
        call *ext@GOTPCREL(%rip)                #= ff1500000000
        jmp *ext@GOTPCREL(%rip)                 #= ff2500000000
        movl ext@GOTPCREL(%rip), %eax           #= 8b0500000000
        leaq ext@GOTPCREL(%rip), %rax           #= 488d0500000000
        call ext@PLT                            #= e800000000
        call f@PLT                              #= e885ffffff
        movq %fs:tls@TPOFF, %rax                #= 64488b042500000000
        movq tls@GOTTPOFF(%rip), %rax           #= 488b0500000000
        leaq tls@TLSGD(%rip), %rdi              #= 488d3d00000000
        leaq tls@TLSLD(%rip), %rdi              #= 488d3d00000000
        leaq tls@DTPOFF(%rax), %rdi             #= 488db800000000
        movabsq $ext@GOTOFF, %rax               #= 48b80000000000000000
        movabsq $_GLOBAL_OFFSET_TABLE_ - f, %rax #= 48b80000000000000000
        leaq _GLOBAL_OFFSET_TABLE_(%rip), %rax  #= 488d0500000000
        pushq $ext                              #= 6800000000
        push $local                             #= 6800000000
        movl $local, %ebx                       #= bb00000000
        movl $ext@SIZE, %eax                    #= b800000000
        call local                              #= e800000000
        callq ext + 4                           #= e800000000
        .data
local:  .byte ext, local                        #= 0000
        .word ext, local                        #= 00000000
        .long ext, local, f                     #= 000000000000000000000000
        .quad ext, local, f                     #= 000000000000000000000000000000000000000000000000
        .long ext - ., f - ., ext + 4 - .       #= 000000000000000000000000
        .quad ext - ., f - .                    #= 00000000000000000000000000000000
        .long ext@GOTPCREL, ext@PLT, ext@GOTPCREL + 4 #= 000000000000000000000000
        .quad ext@GOTOFF, ext@SIZE, ext@GOT     #= 000000000000000000000000000000000000000000000000
        .long tls@TPOFF, tls@DTPOFF             #= 0000000000000000
        .quad tls@DTPOFF, tls@TPOFF             #= 00000000000000000000000000000000
        .reloc local, R_X86_64_32, ext + 3
        .reloc 4, R_X86_64_NONE
        .reloc ., R_X86_64_64, f
        .section .tdata, "awT"
tls:    .long 0                                 #= 00000000

# Thread-local relocations make their symbols thread-local; a call through a descriptor is only marked.
        movq    tv1@GOTTPOFF(%rip), %rax        #= 488b0500000000
        mov     tv2@TPOFF(%rax), %rbx           #= 488b9800000000
        call    *tv3@TLSCALL(%rax)              #= ff10
        movabs  $tv4@TPOFF, %rax                #= 48b80000000000000000
        movq    $ext1@SIZE, %r15                #= 49bf0000000000000000
        movw    ext2@GOTPCREL(%rip), %ax        #= 668b0500000000
        mov     ext3@GOTPCREL(%rax), %rbx       #= 488b9800000000
        movabs  $_GLOBAL_OFFSET_TABLE_, %rax    #= 48b80000000000000000
        jmp     nearby@PLT                      #= eb00
nearby: .long   5 - .                           #= 00000000
        movq    later@GOTPCREL(%rip), %rax      #= 488b0500000000
later   = 0xfffffff0
