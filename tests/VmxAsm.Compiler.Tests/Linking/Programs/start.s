 .globl _start
 .text
_start: nop
 .section .boot,"ax"
 .globl boot
boot: nop
 nop
 .section .multiboot,"a"
 .long 0x1badb002,0,-0x1badb002
 .section .bss
 .balign 16
 .skip 100
 .globl stack_top
stack_top:
 .comm commy,64,32
 .comm another,3,1
 .data
 .long 0x11223344
