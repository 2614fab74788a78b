        .weakref a, b
        .weakref b, a
        call    a
# instead
        .weakref a, b
        call    a
