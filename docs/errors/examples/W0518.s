#! args: -e begin
#! image
start:  hlt
# instead
        .globl  begin
begin:  hlt
