        .include "no such file.inc"
# instead
        .include <uart.inc>
