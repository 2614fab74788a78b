/* A hypervisor with extended page tables that fills them as the guest asks, hides a page behind another one, and sees what was written. */
#include "host.h"

#define READ 1
#define WRITE 2
#define EXECUTE 4

static u64 pml4[512] __attribute__((aligned(4096))), pdpt[512] __attribute__((aligned(4096))), pd[512] __attribute__((aligned(4096))),
    pt[512] __attribute__((aligned(4096))), shown[512] __attribute__((aligned(4096))), hidden[512] __attribute__((aligned(4096)));
static int violations, flags;
static u64 pointer;

static void invalidate(void)
{
    struct { u64 eptp, zero; } d = { pointer, 0 }; u8 e;
    __asm__ volatile("invept %1, %2; setna %0" : "=q"(e) : "m"(d), "r"(1UL) : "cc");
    if (e) line("invept", vmread(0x4400));
}

static void on_violation(void)
{
    u64 q = vmread(0x6400), a = vmread(0x2400);
    violations++;
    if (a >> 12 == (u64)hidden >> 12 && q & READ) {
        /* Who reads the hidden page sees another. */
        text("read of the hidden page "); hex(q); hex(vmread(0x640A) == a); put('\n');
        pt[(u64)hidden >> 12 & 511] = (u64)shown | 6 << 3 | READ;
    } else if (a >> 12 == (u64)hidden >> 12) {
        text("write of the hidden page "); hex(q); put('\n');
        pt[(u64)hidden >> 12 & 511] = (u64)hidden | 6 << 3 | READ | WRITE;
    } else {
        if (a >> 21)
            line("filled", a >> 21);
        pd[a >> 21] = (a & ~0x1FFFFFUL) | 1 << 7 | 6 << 3 | READ | WRITE | EXECUTE;
    }
    invalidate();
}

int on_exit(struct frame *f)
{
    switch (vmread(0x4402)) {
    case 48:
        on_violation();
        return 0;
    case 49:
        line("misconfiguration", vmread(0x2400) >> 21);
        pd[vmread(0x2400) >> 21] = 0;
        invalidate();
        return 0;
    case 10: {
        u32 r[4];
        cpuid((u32)f->rax, (u32)f->rcx, r);
        f->rax = r[0]; f->rbx = r[1]; f->rcx = r[2]; f->rdx = r[3];
        skip();
        return 0;
    }
    case 18:
        line("vmcall", f->rax);
        return leave_vmx_operation();
    }
    line("unexpected", vmread(0x4402));
    line("rip", vmread(0x681E));
    return leave_vmx_operation();
}

void hypervisor_main(void)
{
    u64 c; int i, e = enter_vmx_operation();
    volatile u64 *far = (u64 *)0x1000000, *bad = (u64 *)0x1200000;
    if (e) { line("no vmx operation", e); return; }
    if (!(rdmsr(0x482) >> 63) || !(rdmsr(0x48B) >> 33 & 1)) { text("no extended page tables\n"); return; }
    c = rdmsr(0x48C);
    line("capabilities", c);
    flags = c >> 21 & 1;
    pml4[0] = (u64)pdpt | READ | WRITE | EXECUTE;
    pdpt[0] = (u64)pd | READ | WRITE | EXECUTE;
    pd[0] = (u64)pt | READ | WRITE | EXECUTE;
    for (i = 0; i < 512; i++) pt[i] = (u64)i << 12 | 6 << 3 | READ | WRITE | EXECUTE;
    pt[(u64)hidden >> 12 & 511] = 0;
    pd[9] = 0x1200000 | 1 << 7 | 6 << 3 | WRITE;
    pointer = (u64)pml4 | 3 << 3 | 6 | (u64)flags << 6;
    vmwrite(0x4000, adjust(0x481, 0x48D, 0));
    vmwrite(0x4002, adjust(0x482, 0x48E, 1u << 31));
    vmwrite(0x401E, adjust(0x48B, 0, 1 << 1 | 1 << 3 | 1 << 5 | 1 << 12));
    vmwrite(0x400C, adjust(0x483, 0x48F, 1 << 9));
    vmwrite(0x4012, adjust(0x484, 0x490, 1 << 9));
    vmwrite(0x201A, pointer);
    vmwrite(0x0000, 7);
    share_state();
    shown[3] = 0x5C5C; hidden[3] = 0x1D1D; *far = 77;
    e = vm_start();
    if (e) { line("not entered", e); line("error", vmread(0x4400)); return; }
    text("in the guest\n");
    line("far", *far);
    line("bad", *bad == 0);
    line("hidden", ((volatile u64 *)hidden)[3]);
    ((volatile u64 *)hidden)[3] = 0x2E2E;
    line("written", ((volatile u64 *)hidden)[3]);
    __asm__ volatile("vmcall" :: "a"(violations) : "rbx", "rcx", "rdx", "memory");
    line("shown", shown[3]);
    line("hidden", hidden[3]);
    if (flags) {
        line("accessed and dirty, far", pd[8] >> 8 & 3);
        line("accessed and dirty, shown to the guest", pt[(u64)hidden >> 12 & 511] >> 8 & 3);
        line("accessed and dirty, never used", pt[1] >> 8 & 3);
    }
}
