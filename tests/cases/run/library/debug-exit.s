# debug_exit ends the run with the guest's code.
#! not-for-bochs: it has no debug-exit port
#! exit: 3
        .include <poweroff.inc>
        .boot   entry=start
        .code16
start:  debug_exit 7
