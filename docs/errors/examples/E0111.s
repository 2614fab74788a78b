        call    puts@PTL
# instead
        call    puts@PLT
