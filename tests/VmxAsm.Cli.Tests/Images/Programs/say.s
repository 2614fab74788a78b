# Says a line and ends the run: what every image format is booted with.
        .include <print.inc>
        .include <poweroff.inc>
        .boot   entry=_start
        .code16
        .globl  _start
_start: uart_init
        print   "booted\r\n"
        poweroff
        hlt
