#! image
        call    helper
# instead
        call    helper
helper: ret
