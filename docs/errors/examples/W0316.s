        add     $1, (%rdi)
# instead
        addl    $1, (%rdi)
