        .intel_syntax noprefix
        fld     [rax]
        shl     [rax], 1
# instead
        .intel_syntax noprefix
        fld     qword ptr [rax]
        shl     dword ptr [rax], 1
