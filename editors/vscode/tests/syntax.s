# SYNTAX TEST "source.asm.vmxasm" "what a line is made of"
        mov     %eax, %ebx
#       ^^^ keyword.mnemonic.vmxasm
#               ^^^^ variable.language.register.vmxasm
#                     ^^^^ variable.language.register.vmxasm
start:  vmlaunch
#^^^^ entity.name.label.vmxasm
#       ^^^^^^^^ keyword.mnemonic.vmxasm
        rep movsb
#       ^^^ keyword.operator.prefix.vmxasm
#           ^^^^^ keyword.mnemonic.vmxasm
        jmp     test
#       ^^^ keyword.mnemonic.vmxasm
#               ^^^^ - keyword.mnemonic.vmxasm
        .gdt    guest_gdt
#       ^^^^ keyword.control.structure.vmxasm
        .long   0x1234, 1b
#       ^^^^^ keyword.control.directive.vmxasm
#               ^^^^^^ constant.numeric.hex.vmxasm
#                       ^^ constant.numeric.label.vmxasm
        guest.cr0 = PE | NE
#       ^^^^^^^^^ variable.other.property.field.vmxasm
        processor_based = hlt_exiting
#       ^^^^^^^^^^^^^^^ variable.other.property.field.vmxasm
#                         ^^^^^^^^^^^ support.constant.control.vmxasm
        .ascii  "a\n"
#               ^ string.quoted.double.vmxasm
#                 ^^ constant.character.escape.vmxasm
        uart_init
#       ^^^^^^^^^ entity.name.function.macro.vmxasm
        nop     // why
#               ^^^^^^ comment.line.double-slash.vmxasm
        UART = 0x3F8
#       ^^^^ variable.other.assignment.vmxasm
