again:  nop
again:  nop
# instead
first:  nop
second: nop
