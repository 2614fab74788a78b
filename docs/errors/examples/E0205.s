        .bundle_align_mode 4
        .bundle_unlock
# instead
        .bundle_align_mode 4
        .bundle_lock
        nop
        .bundle_unlock
