        .symver memcpy, memcpy
# instead
        .symver memcpy, memcpy@GLIBC_2.2.5
