        .ascii  "C:\windows"
# instead
        .ascii  "C:\\windows"
