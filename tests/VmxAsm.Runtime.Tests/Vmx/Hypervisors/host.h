/* What the small hypervisors share: instructions, serial output, and the setting of controls by the capability MSRs. */
typedef unsigned char u8; typedef unsigned short u16; typedef unsigned int u32; typedef unsigned long u64;

struct frame { u64 rax, rcx, rdx, rbx, rbp, rsi, rdi, r8, r9, r10, r11, r12, r13, r14, r15; };

extern char gdt[], tss[], vm_exit[];
extern u64 guest_rsp, guest_rip;
int vm_start(void);

static inline u64 rdmsr(u32 n) { u32 a, d; __asm__ volatile("rdmsr" : "=a"(a), "=d"(d) : "c"(n)); return (u64)d << 32 | a; }
static inline void wrmsr(u32 n, u64 v) { __asm__ volatile("wrmsr" :: "c"(n), "a"((u32)v), "d"((u32)(v >> 32))); }
static inline u64 vmread(u64 f) { u64 v = 0; __asm__ volatile("vmread %1, %0" : "+r"(v) : "r"(f) : "cc"); return v; }
static inline int vmwrite(u64 f, u64 v) { u8 e; __asm__ volatile("vmwrite %2, %1; setna %0" : "=q"(e) : "r"(f), "r"(v) : "cc"); return e; }
static inline void cpuid(u32 leaf, u32 sub, u32 *r) { __asm__ volatile("cpuid" : "=a"(r[0]), "=b"(r[1]), "=c"(r[2]), "=d"(r[3]) : "a"(leaf), "c"(sub)); }
#define CR(n) static inline u64 cr##n(void) { u64 v; __asm__ volatile("mov %%cr" #n ", %0" : "=r"(v)); return v; } \
    static inline void set_cr##n(u64 v) { __asm__ volatile("mov %0, %%cr" #n :: "r"(v)); }
CR(0) CR(3) CR(4)

static void put(char c)
{
    u8 s;
    do __asm__ volatile("inb %%dx, %0" : "=a"(s) : "d"(0x3FD)); while (!(s & 0x20));
    __asm__ volatile("outb %0, %%dx" :: "a"(c), "d"(0x3F8));
}
static void text(const char *s) { while (*s) put(*s++); }
static void hex(u64 v) { int i = 60; while (i && !(v >> i)) i -= 4; for (; i >= 0; i -= 4) put("0123456789abcdef"[v >> i & 15]); put(' '); }
static void line(const char *s, u64 v) { text(s); put(' '); hex(v); put('\n'); }

/* The wanted bits as far as the processor has them, and those that it insists on. */
static u32 adjust(u32 msr, u32 true_msr, u32 wanted)
{
    u64 c = rdmsr(rdmsr(0x480) >> 55 & 1 && true_msr ? true_msr : msr);
    return (wanted | (u32)c) & (u32)(c >> 32);
}

static u64 region[2][512] __attribute__((aligned(4096)));

static int enter_vmx_operation(void)
{
    u64 p = (u64)region[0], v = (u64)region[1]; u8 e;
    u64 fc = rdmsr(0x3A);
    if (!(fc & 1)) wrmsr(0x3A, fc | 5); else if (!(fc & 4)) return 1;
    set_cr0((cr0() | rdmsr(0x486)) & rdmsr(0x487));
    set_cr4(((cr4() | 0x2000) | rdmsr(0x488)) & rdmsr(0x489));
    *(u32 *)p = *(u32 *)v = (u32)rdmsr(0x480) & 0x7FFFFFFF;
    __asm__ volatile("vmxon %1; setna %0" : "=q"(e) : "m"(p) : "cc"); if (e) return 2;
    __asm__ volatile("vmclear %1; setna %0" : "=q"(e) : "m"(v) : "cc"); if (e) return 3;
    __asm__ volatile("vmptrld %1; setna %0" : "=q"(e) : "m"(v) : "cc"); return e ? 4 : 0;
}

/* Access rights and base of a segment as a hypervisor finds them: LAR, LSL and the descriptor itself. */
static void segment(int n, u16 selector)
{
    u32 rights = 0x10000, limit = 0; u64 base = 0;
    if (selector & ~7) {
        u8 *d = (u8 *)gdt + (selector & ~7);
        __asm__("lar %1, %0" : "=r"(rights) : "r"((u32)selector)); rights = rights >> 8 & 0xF0FF;
        __asm__("lsl %1, %0" : "=r"(limit) : "r"((u32)selector));
        base = d[2] | d[3] << 8 | d[4] << 16 | (u64)d[7] << 24;
        if (!(rights & 0x10)) base |= (u64)*(u32 *)(d + 8) << 32;
    }
    vmwrite(0x800 + 2 * n, selector); vmwrite(0x6806 + 2 * n, base); vmwrite(0x4800 + 2 * n, limit); vmwrite(0x4814 + 2 * n, rights);
}

/* Host and guest state are both what the processor has now. */
static void share_state(void)
{
    static u8 stack[4096] __attribute__((aligned(16)));
    struct { u16 limit; u64 base; } __attribute__((packed)) g, i;
    u16 s[8] = { 0 }; int n;
    __asm__("sgdt %0" : "=m"(g)); __asm__("sidt %0" : "=m"(i));
    __asm__("mov %%es, %0" : "=r"(s[0])); __asm__("mov %%cs, %0" : "=r"(s[1])); __asm__("mov %%ss, %0" : "=r"(s[2]));
    __asm__("mov %%ds, %0" : "=r"(s[3])); __asm__("mov %%fs, %0" : "=r"(s[4])); __asm__("mov %%gs, %0" : "=r"(s[5]));
    __asm__("sldt %0" : "=r"(s[6])); __asm__("str %0" : "=r"(s[7]));
    for (n = 0; n < 8; n++) segment(n, s[n]);
    for (n = 0; n < 6; n++) vmwrite(0xC00 + 2 * n, s[n] & ~7);
    vmwrite(0xC0C, s[7] & ~7);
    vmwrite(0x6816, g.base); vmwrite(0x4810, g.limit); vmwrite(0x6818, i.base); vmwrite(0x4812, i.limit);
    vmwrite(0x6C0C, g.base); vmwrite(0x6C0E, i.base); vmwrite(0x6C0A, (u64)tss);
    vmwrite(0x6800, cr0()); vmwrite(0x6802, cr3()); vmwrite(0x6804, cr4()); vmwrite(0x681A, 0x400); vmwrite(0x6820, 2);
    vmwrite(0x6C00, cr0()); vmwrite(0x6C02, cr3()); vmwrite(0x6C04, cr4());
    vmwrite(0x482A, (u32)rdmsr(0x174)); vmwrite(0x6824, rdmsr(0x175)); vmwrite(0x6826, rdmsr(0x176));
    vmwrite(0x4C00, (u32)rdmsr(0x174)); vmwrite(0x6C10, rdmsr(0x175)); vmwrite(0x6C12, rdmsr(0x176));
    vmwrite(0x2800, ~0UL);
    vmwrite(0x6C14, (u64)stack + 4096); vmwrite(0x6C16, (u64)vm_exit);
}

/* Behind the instruction that exited. */
static void skip(void) { vmwrite(0x681E, vmread(0x681E) + vmread(0x440C)); }

static int leave_vmx_operation(void)
{
    guest_rsp = vmread(0x681C); guest_rip = vmread(0x681E) + vmread(0x440C);
    __asm__ volatile("vmxoff" ::: "cc");
    return 1;
}
