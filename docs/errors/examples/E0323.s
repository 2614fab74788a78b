        mov     $counter@TPOFF, %eax
# instead
        mov     $counter@TPOFF, %rax
