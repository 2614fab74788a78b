        .intel_syntax percent
# instead
        .intel_syntax prefix
