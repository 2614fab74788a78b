/* A hypervisor that slides under the program that starts it: guest and host share everything, CPUID is answered, VMCALL takes it away again. */
#include "host.h"

static int exits;

int on_exit(struct frame *f)
{
    u32 r[4];
    exits++;
    switch (vmread(0x4402)) {
    case 10:
        cpuid((u32)f->rax, (u32)f->rcx, r);
        if ((u32)f->rax == 1) r[2] = (r[2] & ~(1u << 5)) | 1u << 31;
        if ((u32)f->rax == 0x40000000) r[0] = 0x40000001, r[1] = 0x44434241, r[2] = 0x48474645, r[3] = 0x4C4B4A49;
        f->rax = r[0]; f->rbx = r[1]; f->rcx = r[2]; f->rdx = r[3];
        skip();
        return 0;
    case 18:
        line("vmcall", f->rax);
        return leave_vmx_operation();
    case 28:
        line("control register", vmread(0x6400));
        skip();
        return 0;
    case 31:
        line("rdmsr", f->rcx);
        f->rax = (u32)rdmsr(f->rcx); f->rdx = rdmsr(f->rcx) >> 32;
        skip();
        return 0;
    }
    line("unexpected", vmread(0x4402));
    return leave_vmx_operation();
}

void hypervisor_main(void)
{
    static u8 msr_bitmap[4096] __attribute__((aligned(4096)));
    u32 r[4];
    int e = enter_vmx_operation();
    if (e) { line("no vmx operation", e); return; }
    line("revision", (u32)rdmsr(0x480));
    msr_bitmap[0x277 / 8] = 1 << (0x277 & 7);
    vmwrite(0x4000, adjust(0x481, 0x48D, 0));
    vmwrite(0x4002, adjust(0x482, 0x48E, 1u << 28 | 1u << 31));
    vmwrite(0x401E, adjust(0x48B, 0, 1 << 3 | 1 << 12 | 1 << 20));
    vmwrite(0x400C, adjust(0x483, 0x48F, 1 << 9));
    vmwrite(0x4012, adjust(0x484, 0x490, 1 << 9));
    vmwrite(0x2004, (u64)msr_bitmap);
    vmwrite(0x6002, 0x2000); vmwrite(0x6006, 0);
    share_state();
    e = vm_start();
    if (e) { line("not entered", e); line("error", vmread(0x4400)); return; }
    text("in the guest\n");
    cpuid(1, 0, r); line("features", r[2] >> 31 << 4 | (r[2] >> 5 & 1));
    cpuid(0x40000000, 0, r); line("signature", r[1]);
    line("cr4", cr4() & 0x2000);
    line("pat", rdmsr(0x277));
    set_cr4(cr4() | 0x2000);
    __asm__ volatile("vmcall" :: "a"(0x1234) : "rbx", "rcx", "rdx", "memory");
    text("alone again\n");
    cpuid(1, 0, r); line("features", r[2] >> 31 << 4 | (r[2] >> 5 & 1));
    line("exits", exits);
}
