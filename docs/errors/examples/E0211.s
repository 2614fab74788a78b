        .ifndef VERSION
        .error  "say --defsym VERSION=n"
        .endif
# instead
VERSION = 1
        .ifndef VERSION
        .error  "say --defsym VERSION=n"
        .endif
