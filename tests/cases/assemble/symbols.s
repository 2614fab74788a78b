# Binding, visibility, types, sizes, aliases, common symbols.
        .file "symbols.c"
        .text
        .globl function, other
        .type function, @function
function:
        ret                                     #= c3
        .size function, . - function
        .globl alias
        .set alias, function
        .weak weak
        .type weak, %function
weak:   ret                                     #= c3
        .hidden hidden
hidden: .quad hidden                            #= 0000000000000000
        .protected prot
        .globl prot
        .type prot, "object"
prot:   .quad 0                                 #= 0000000000000000
        .size prot, 8
        .internal inner
inner:
        .local local
local:  .comm common, 40, 16
        .comm small, 1
        .lcomm lcommon, 10
        .local lc
        .comm lc, 24, 32
        .type ifunc, @gnu_indirect_function
ifunc:  ret                                     #= c3
        .type unique, @gnu_unique_object
unique: .quad 0                                 #= 0000000000000000
        .type tlsvar, @tls_object
        .set absolute, 0x1234
        .globl absolute
        .equ equ, absolute + 1
        .equiv equiv, 5
        .eqv lazy, lazier
        lazier = 6
        assigned = 7
        deferred == assigned2
        assigned2 = 8
        .long lazy, deferred, assigned          #= 060000000800000007000000
        .weakref wref, wtarget
        .quad wref                              #= 0000000000000000
        .symver function, function@V1
        .symver other2, other2@@V2
other2: ret                                     #= c3
        .weak neverused
        .globl neverdefined
        .quad undefinedsym                      #= 0000000000000000
        .ident "vmxasm"
        .ident "twice"
"quoted symbol":
        .quad "quoted symbol"                   #= 0000000000000000
.Ltemp: .quad .Ltemp                            #= 0000000000000000
        .quad .Ltemp - function                 #= 4000000000000000
        .type undefined_type, @function
        .size undefined_size, 4
