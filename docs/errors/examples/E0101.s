        )ret
# instead
        ret
