        rep repne movsb
# instead
        rep movsb
