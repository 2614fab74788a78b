# The rest of this file is one comment.
        nop                                     #= 90
/* and it has no end      #! W0120
