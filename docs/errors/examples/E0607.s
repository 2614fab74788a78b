#! image
        .iobitmap ports, intercept=v86(0x60)
# instead
        .iobitmap ports, intercept=0x60..0x64
