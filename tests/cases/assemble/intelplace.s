# args: --32
# In Intel syntax a lone dollar sign is the place where it stands, operators may be words, and the distance of two labels is a number.
        .intel_syntax noprefix
start:  nop                                     #= 90
        jmp     $                               #= ebfe
        jmp     short $ + 2                     #= eb00
        jne     $                               #= 75fe
        loop    $                               #= e2fe
        call    $                               #= e8fbffffff
        mov     eax, offset $                   #= b800000000
        jmp     behind
middle: nop                                     #= 90
length = middle - start
half = (middle - start) / 2
        mov     ecx, length                     #= b915000000
        mov     ecx, half                       #= b90a000000
        mov     dword ptr [ebx], middle - start         #= c70315000000
        imul    edx, ecx, middle - start        #= 69d115000000
        mov     edx, dword ptr middle - start   #= 8b1515000000
behind: .long   $ - behind                      #= 00000000
        .long   5 shl 2, not 1, 7 mod 4, 3 xor 1 or 8          #= 14000000feffffff030000000a000000
        .long   5 eq 5, 3 lt 4, 5 ge 6          #= ffffffffffffffff00000000
shifted = 5 shl 3
        mov     eax, shifted                    #= b828000000
        .if     5 lt 4
        .error  "5 is not less than 4"
        .endif
        .org    $ + 3
        .att_syntax
        movl    $4, %eax                        #= b804000000
