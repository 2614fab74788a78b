/* Many small guests, one rule of the manual each: the hypervisor starts a function of its own as guest, prints every exit that comes of it, and says what it
   expected where that does not depend on the processor. Whoever runs it on two machines compares the text. */
#include "host.h"

#define PAGE(n) ((u64 *)(0x400000 + (n) * 4096UL))      /* memory behind the program: bitmaps and tables */
#define IO_A 0
#define IO_B 1
#define MSRS 2
#define IDT 3
#define EPT4 4
#define EPT3 5
#define EPT2 6
#define EPT2_OTHER 7
#define EPTP_LIST 8
#define EPT3_OTHER 9
#define EPT4_OTHER 10
#define REASON 0x4402
#define QUALIFICATION 0x6400
#define ERROR_NUMBER 0x4400
#define GUEST_RIP 0x681E
#define GUEST_RFLAGS 0x6820
#define END 0x454E44

struct caught { u64 vector, error, rip, count, fixup; };
volatile struct caught caught;
extern char vm_entered[], stub_02[], stub_03[], stub_0d[], stub_0e[], stub_51[], stub_52[];

/* The guests' interrupt handlers: what came is noted; with a fixup, execution goes on there. */
__asm__(
    ".macro stub number, error\nstub_\\number:\n.ifb \\error\npush $0\n.endif\npush $0x\\number\njmp 1f\n.endm\n"
    "stub 02\nstub 03\nstub 0d, 1\nstub 0e, 1\nstub 51\nstub 52\n"
    "1: push %rax\nmov 8(%rsp), %rax\nmov %rax, caught\nmov 16(%rsp), %rax\nmov %rax, caught+8\nmov 24(%rsp), %rax\nmov %rax, caught+16\n"
    "incq caught+24\nmov caught+32, %rax\ntest %rax, %rax\njz 2f\nmov %rax, 24(%rsp)\n2: pop %rax\nadd $16, %rsp\niretq\n");

static int failed, exits, bad;
static int (*handler)(struct frame *);

static void check(const char *what, int holds) { if (!holds) { bad++; text("BAD "); text(what); put('\n'); } }
static u64 capability(u32 word) { return rdmsr(word); }
static int has2(int bit) { return capability(0x482) >> 63 && capability(0x48B) >> (32 + bit) & 1; }
static int has_pin(int bit) { return capability(0x481) >> (32 + bit) & 1; }

static void gate(int vector, void *to)
{
    u64 a = (u64)to;
    PAGE(IDT)[2 * vector] = (a & 0xFFFF) | 0x8UL << 16 | 0x8EUL << 40 | (a >> 16 & 0xFFFF) << 48;
    PAGE(IDT)[2 * vector + 1] = a >> 32;
}

static void print_exit(void)
{
    text("  exit "); hex(vmread(REASON)); hex(vmread(QUALIFICATION)); hex(vmread(0x440C));
    if (vmread(0x4404) >> 31) { hex(vmread(0x4404)); if (vmread(0x4404) & 0x800) hex(vmread(0x4406)); }
    if (vmread(0x4408) >> 31) { text("vectoring "); hex(vmread(0x4408)); if (vmread(0x4408) & 0x800) hex(vmread(0x440A)); }
    put('\n');
}

static int leave(u64 rip) { guest_rsp = vmread(0x681C); guest_rip = rip; return 1; }

int on_exit(struct frame *f)
{
    u64 reason = vmread(REASON);
    exits++;
    if (reason >> 31) { failed = 1; print_exit(); return leave(vmread(GUEST_RIP)); }
    if (reason == 18 && f->rax == END) return leave(vmread(GUEST_RIP) + 3);
    if (exits > 100) { text("too many exits\n"); bad++; failed = 1; return leave(vmread(GUEST_RIP)); }
    if (handler) return handler(f);
    print_exit();
    skip();
    return 0;
}

static void set_primary(u32 bits) { vmwrite(0x4002, adjust(0x482, 0x48E, bits)); }
static void set_secondary(u32 bits) { vmwrite(0x401E, adjust(0x48B, 0, bits)); }
static void set_pin(u32 bits) { vmwrite(0x4000, adjust(0x481, 0x48D, bits)); }
static void set_exit(u32 bits) { vmwrite(0x400C, adjust(0x483, 0x48F, bits | 1 << 9)); }

/* A VMCS whose guest is this program, with no more exits than must be. */
static void begin(const char *name)
{
    static const u16 zeros[] = { 0x4004, 0x4006, 0x4008, 0x400A, 0x400E, 0x4010, 0x4014, 0x4016, 0x6000, 0x6002, 0x6004, 0x6006, 0x4824, 0x4826, 0x6822, 0x2802, 0x2010 };
    u64 v = (u64)region[1]; unsigned i; u8 e;
    text(name); put('\n');
    __asm__ volatile("vmclear %1; vmptrld %1; setna %0" : "=q"(e) : "m"(v) : "cc");
    for (i = 0; i < sizeof zeros / 2; i++) vmwrite(zeros[i], 0);
    share_state();
    set_pin(0); set_primary(1 << 28); set_exit(0);
    if (capability(0x482) >> 63) set_secondary(0);
    vmwrite(0x4012, adjust(0x484, 0x490, 1 << 9));
    vmwrite(0x2000, (u64)PAGE(IO_A)); vmwrite(0x2002, (u64)PAGE(IO_B)); vmwrite(0x2004, (u64)PAGE(MSRS));
    handler = 0; exits = failed = 0; caught.count = caught.fixup = 0;
}

/* The number of the VM-instruction error, -1 for an entry that failed late, 0 when the guest has come to its end. */
static int __attribute__((noinline)) go(void (*guest)(void))
{
    if (vm_start()) return vmread(ERROR_NUMBER);
    if (failed) return -1;
    guest();
    __asm__ volatile("vmcall" :: "a"(END) : "rbx", "rcx", "rdx", "memory");
    return failed ? -1 : 0;
}

static void nothing(void) { }

/* ---- control words: what the capability MSRs forbid is refused, whatever else the word says ---------------------------------------------- */
static void controls(void)
{
    static const u32 words[4][3] = { { 0x4000, 0x481, 0x48D }, { 0x4002, 0x482, 0x48E }, { 0x400C, 0x483, 0x48F }, { 0x4012, 0x484, 0x490 } };
    int w, b;
    begin("controls");
    for (w = 0; w < 4; w++) {
        u64 c = capability(capability(0x480) >> 55 & 1 ? words[w][2] : words[w][1]), before = vmread(words[w][0]);
        for (b = 0; b < 32; b++) {
            u32 bit = 1u << b;
            if ((u32)c & bit) vmwrite(words[w][0], before & ~(u64)bit);
            else if (!(c >> 32 & bit)) vmwrite(words[w][0], before | bit);
            else continue;
            if (go(nothing) != 7) { line("BAD word", words[w][0]); line("bit", b); bad++; }
        }
        vmwrite(words[w][0], before);
    }
    check("the word that was tried is good", go(nothing) == 0);
}

/* ---- I/O bitmaps ------------------------------------------------------------------------------------------------------------------------------------- */
#define IN(type, port) do { type v; __asm__ volatile("in %%dx, %0" : "=a"(v) : "d"((u16)(port))); } while (0)
static u8 strings[8];
static void io_guest(void)
{
    u8 *p = strings; u64 n = 3;
    IN(u8, 0); IN(u8, 1); IN(u16, 0x7FFE); IN(u32, 0x7FFB); IN(u32, 0x7FFC); IN(u32, 0x7FFF); IN(u16, 0xFFFF); IN(u32, 0xFFFD); IN(u8, 0x9000);
    __asm__ volatile("outb %%al, $0x80" :: "a"(0));
    __asm__ volatile("outsb" : "+S"(p) : "d"((u16)0x80) : "memory"); p = strings;
    __asm__ volatile("rep outsb" : "+S"(p), "+c"(n) : "d"((u16)0x80) : "memory"); p = strings; n = 2;
    __asm__ volatile("rep insb" : "+D"(p), "+c"(n) : "d"((u16)0x7FFF) : "memory");
}
static void io_bitmaps(void)
{
    begin("I/O bitmaps");
    set_primary(1 << 25 | 1 << 28);
    ((u8 *)PAGE(IO_A))[0] = 1; ((u8 *)PAGE(IO_A))[0x80 / 8] = 1; ((u8 *)PAGE(IO_A))[0xFFF] = 0x80;
    ((u8 *)PAGE(IO_B))[0] = 1; ((u8 *)PAGE(IO_B))[0xFFF] = 0x80;
    check("runs", go(io_guest) == 0);
    check("ten exits and the end", exits == 11);
    begin("unconditional I/O exiting is ignored with bitmaps");
    set_primary(1 << 24 | 1 << 25 | 1 << 28);
    check("runs", go(io_guest) == 0);
    check("ten exits and the end", exits == 11);
}

/* ---- MSR bitmaps ------------------------------------------------------------------------------------------------------------------------------------- */
static int msr_exit(struct frame *f) { text("  msr "); hex(f->rcx); print_exit(); f->rax = f->rdx = 0; skip(); return 0; }
static void msr_guest(void)
{
    rdmsr(0x277); wrmsr(0x277, rdmsr(0x175) * 0 + 0x0007040600070406); rdmsr(0x174); wrmsr(0x174, 0); rdmsr(0xC0000080); rdmsr(0xC0000081); wrmsr(0xC0000082, 0);
    rdmsr(0x2000); rdmsr(0xC0002000); rdmsr(0xBFFFFFFF); wrmsr(0x80000000, 0);
}
static void msr_bitmaps(void)
{
    u8 *b = (u8 *)PAGE(MSRS);
    begin("MSR bitmaps");
    handler = msr_exit;
    b[0x277 / 8] = 1 << 7; b[2048 + 0x174 / 8] = 1 << 4; b[1024 + 0x80 / 8] = 1; b[3072 + 0x82 / 8] = 1 << 2;
    check("runs", go(msr_guest) == 0);
    check("eight exits and the end", exits == 9);
    for (exits = 0; exits < 4096; exits++) b[exits] = 0;
}

/* ---- CR0, CR4 masks and shadows, CR3 targets ---------------------------------------------------------------------------------------------------------- */
static u64 seen[8];
static void cr_guest(void)
{
    u64 v;
    seen[0] = cr0(); seen[1] = cr4();
    __asm__ volatile("smsw %0" : "=r"(v)); seen[2] = v;
    set_cr0(seen[0]);                                   /* as the shadow: no exit */
    set_cr0(seen[0] ^ 0x10000);                         /* a bit that is not masked: no exit */
    set_cr0(seen[0] ^ 8);                               /* a masked bit that differs: exit */
    __asm__ volatile("clts");                           /* masked, 1 in the shadow: exit */
    __asm__ volatile("lmsw %0" :: "r"((u16)seen[0]));
    __asm__ volatile("lmsw %0" :: "r"((u16)(seen[0] ^ 8)));
    __asm__ volatile("lmsww %0" :: "m"(seen[3]));
    set_cr4(seen[1]); set_cr4(seen[1] ^ 4); set_cr4(seen[1] ^ 0x80);
    set_cr3(cr3()); set_cr3(0x20000);
    seen[4] = cr0();
}
static void control_registers(void)
{
    begin("control registers");
    set_primary(1 << 28 | 1 << 15);
    vmwrite(0x6000, 8); vmwrite(0x6004, cr0() | 8);
    vmwrite(0x6002, 0x2080); vmwrite(0x6006, 0x80);
    vmwrite(0x400A, 2); vmwrite(0x6008, 0x123000); vmwrite(0x600A, cr3());
    seen[3] = cr0() & 0xF;
    check("runs", go(cr_guest) == 0);
    check("the shadow of CR0 is read", (seen[0] & 8) && !(vmread(0x6800) & 8));
    check("SMSW reads it too", (seen[2] & 8) != 0);
    check("the shadow of CR4 is read", (seen[1] & 0x2080) == 0x80);
    line("  cr0", vmread(0x6800)); line("  cr4", vmread(0x6804)); line("  changed", seen[4] ^ seen[0]);
    begin("CLTS that is masked and 0 in the shadow does nothing");
    vmwrite(0x6000, 8); vmwrite(0x6800, cr0() | 8);
    check("runs", go(nothing) == 0);
    check("TS stays", (vmread(0x6800) & 8) != 0);
}

/* ---- time stamps and the preemption timer --------------------------------------------------------------------------------------------------------- */
static u64 tsc(void) { u32 a, d; __asm__ volatile("rdtsc" : "=a"(a), "=d"(d)); return (u64)d << 32 | a; }
static void tsc_guest(void) { seen[0] = tsc(); seen[1] = rdmsr(0x10); }
static void spin_guest(void) { volatile int i; for (i = 0; i < 20000; i++) ; }
static int timer_exit(struct frame *f)
{
    print_exit();
    line("  left", vmread(0x482E));
    vmwrite(0x482E, 0x7FFFFFFF);
    return 0;
}
static void timers(void)
{
    begin("TSC offset");
    set_primary(1 << 28 | 1 << 3);
    vmwrite(0x2010, 1UL << 50);
    check("runs", go(tsc_guest) == 0);
    check("RDTSC and RDMSR add the offset", seen[0] >> 50 == 1 && seen[1] >> 50 == 1 && !(tsc() >> 50));
    begin("preemption timer");
    if (!has_pin(6)) { text("  not there\n"); return; }
    set_pin(1 << 6); set_exit(1 << 22);
    vmwrite(0x482E, 0);
    handler = timer_exit;
    check("runs", go(nothing) == 0);
    check("an exit and the end", exits == 2);
    check("the value is saved", vmread(0x482E) < 0x7FFFFFFF && vmread(0x482E) > 0x70000000);
    begin("preemption timer without saving");
    set_pin(1 << 6); vmwrite(0x482E, 0x7FFFFFFF);
    check("runs", go(spin_guest) == 0);
    check("the value stays", vmread(0x482E) == 0x7FFFFFFF);
    begin("preemption timer, short");
    set_pin(1 << 6); set_exit(1 << 22); vmwrite(0x482E, 2);
    handler = timer_exit;
    check("runs", go(spin_guest) == 0);
    check("an exit and the end", exits == 2);
    begin("saving needs the timer");
    set_exit(1 << 22);
    check("error 7", go(nothing) == 7);
}

/* ---- windows, NMIs, the shadows of STI and IRET ------------------------------------------------------------------------------------------------------- */
extern char window_start[], window_sti[], nmi_start[], nmi_sent[], iret_start[];
static u64 base;
static int window_exit(struct frame *f)
{
    print_exit();
    line("  at", vmread(GUEST_RIP) - base); line("  interruptibility", vmread(0x4824));
    set_primary(1 << 28);
    return 0;
}
static void sti_guest(void) { __asm__ volatile("window_start: nop; sti; nop; nop; cli"); }
static void interrupt_window(void)
{
    begin("interrupt window, opened by STI");
    set_primary(1 << 28 | 1 << 2); handler = window_exit; base = (u64)window_start;
    check("runs", go(sti_guest) == 0); check("an exit and the end", exits == 2);
    begin("interrupt window, open at the entry");
    set_primary(1 << 28 | 1 << 2); handler = window_exit; vmwrite(GUEST_RFLAGS, 0x202); base = 0;
    check("runs", go(nothing) == 0); check("an exit and the end", exits == 2);
    begin("STI's shadow without IF");
    vmwrite(0x4824, 1);
    check("fails late", go(nothing) == -1);
}

static void __attribute__((noinline, noclone)) iret(void)
{
    __asm__ volatile("iret_start: mov %%rsp, %%rax; push $0x10; push %%rax; pushf; push $8; lea 1f(%%rip), %%rax; push %%rax; iretq; 1: nop; nop" ::: "rax", "memory", "cc");
}
static void bad_iret(void) { __asm__ volatile("mov %%rsp, %%rbx; push $0x10; push %%rbx; pushf; push $0x2B; push $0; iretq" ::: "rbx", "memory", "cc"); }
static int iret_exit(struct frame *f)
{
    print_exit();
    line("  interruptibility", vmread(0x4824));
    vmwrite(GUEST_RIP, vmread(0x681E) + 2); vmwrite(0x681C, f->rbx);
    return 0;
}
static void send_nmi(void)
{
    volatile u32 *apic = (u32 *)0xFEE00000UL;
    u32 id = apic[0x20 / 4] >> 24;
    apic[0x310 / 4] = id << 24;
    __asm__ volatile("nmi_start: movl $0x4400, (%0); nmi_sent: nop" :: "r"(&apic[0x300 / 4]) : "memory");
}
static int nmi_exit(struct frame *f)
{
    print_exit();
    check("behind the instruction that sent it", vmread(GUEST_RIP) == (u64)nmi_sent);
    iret();
    return 0;
}
static void nmis(void)
{
    begin("NMI exiting");
    set_pin(1 << 3); handler = nmi_exit;
    check("runs", go(send_nmi) == 0); check("an exit and the end", exits == 2);
    begin("NMI injected");
    vmwrite(0x4016, 0x80000202);
    check("runs", go(nothing) == 0); check("delivered", caught.count == 1 && caught.vector == 2);
    begin("virtual NMIs need NMI exiting");
    set_pin(1 << 5);
    check("error 7", go(nothing) == 7);
    begin("NMI window needs virtual NMIs");
    set_pin(1 << 3); set_primary(1 << 28 | 1 << 22);
    check("error 7", go(nothing) == 7);
    begin("NMI window, opened by IRET");
    set_pin(1 << 3 | 1 << 5); set_primary(1 << 28 | 1 << 22); vmwrite(0x4824, 8); handler = window_exit; base = (u64)iret_start;
    check("runs", go(iret) == 0); check("an exit and the end", exits == 2);
    begin("IRET that faults unblocks virtual NMIs");
    set_pin(1 << 3 | 1 << 5); vmwrite(0x4824, 8); vmwrite(0x4004, 1 << 13); handler = iret_exit;
    check("runs", go(bad_iret) == 0);
    begin("IRET that faults, NMIs exiting but not virtual");
    set_pin(1 << 3); vmwrite(0x4004, 1 << 13); handler = iret_exit;
    check("runs", go(bad_iret) == 0);
}

/* ---- exceptions --------------------------------------------------------------------------------------------------------------------------------------------- */
static void touch(void)
{
    __asm__ volatile("lea 1f(%%rip), %%rax; mov %%rax, caught+32; mov 0x7F000000, %%al; 1: lea 2f(%%rip), %%rax; mov %%rax, caught+32; movb %%al, 0x7F000123; 2:"
        ::: "rax", "memory");
}
static int fault_exit(struct frame *f) { print_exit(); vmwrite(GUEST_RIP, vmread(GUEST_RIP) + 7); return 0; }
static void page_faults(void)
{
    static const u32 tries[6][3] = { { 1, 0, 0 }, { 0, 0, 0 }, { 1, 2, 2 }, { 1, 2, 0 }, { 0, 2, 2 }, { 1, 0, 1 } };
    int i;
    for (i = 0; i < 6; i++) {
        begin("page faults"); hex(i); put('\n');
        handler = fault_exit;
        vmwrite(0x4004, tries[i][0] << 14); vmwrite(0x4006, tries[i][1]); vmwrite(0x4008, tries[i][2]);
        check("runs", go(touch) == 0);
        line("  delivered", caught.count);
        check("each exits or is delivered", caught.count + exits - 1 == 2);
    }
}

static void int_guest(void) { __asm__ volatile("int $0x50; int3; int $0x51"); }
static void vectoring(void)
{
    begin("INT through a gate that is not present");
    vmwrite(0x4004, 1 << 3 | 1 << 11);
    check("runs", go(int_guest) == 0);
    check("the last is delivered", caught.count == 1 && caught.vector == 0x51);
    begin("the same over a bad IDT");
    vmwrite(0x4004, 1 << 13); vmwrite(0x4812, 0xF);
    check("runs", go(int_guest) == 0);
}

static void injection(void)
{
    begin("injected interrupt");
    vmwrite(0x4016, 0x80000051); vmwrite(GUEST_RFLAGS, 0x202);
    check("runs", go(nothing) == 0); check("delivered", caught.count == 1 && caught.vector == 0x51);
    check("used up", !(vmread(0x4016) >> 31));
    begin("injected interrupt without IF");
    vmwrite(0x4016, 0x80000051);
    check("fails late", go(nothing) == -1);
    check("not used up", vmread(0x4016) == 0x80000051);
    begin("injected software interrupt");
    vmwrite(0x4016, 0x80000452); vmwrite(0x401A, 2);
    caught.fixup = (u64)vm_entered;                     /* the handler returns behind an instruction that was never there */
    check("length 2 and vector 0x52", go(nothing) == 0 && caught.vector == 0x52 && caught.rip == (u64)vm_entered + 2);
    begin("injected #GP");
    vmwrite(0x4016, 0x80000B0D); vmwrite(0x4018, 0x18);
    check("its error code arrives", go(nothing) == 0 && caught.vector == 13 && caught.error == 0x18);
    begin("injected #GP without error code");
    vmwrite(0x4016, 0x8000030D);
    check("error 7", go(nothing) == 7);
    begin("injected event of the reserved type");
    vmwrite(0x4016, 0x80000120);
    check("error 7", go(nothing) == 7);
}

/* ---- ring 3: who comes first, the exception or the exit ----------------------------------------------------------------------------------------------- */
static int user_exit(struct frame *f)
{
    u64 reason = vmread(REASON), length = vmread(0x440C);
    print_exit();
    vmwrite(GUEST_RIP, vmread(GUEST_RIP) + (reason ? length : f->rdi));
    return 0;
}
/* RDI is the length of the instruction that follows, for faults. */
static void user_guest(void)
{
    __asm__ volatile(
        "mov $2, %%edi; cpuid\n mov $1, %%edi; hlt\n mov $2, %%edi; mov $0x277, %%ecx; rdmsr\n wrmsr\n in $0x80, %%al\n rdtsc\n mov $3, %%edi; mov %%cr0, %%rax\n"
        "mov $3, %%edi; invlpg (%%rax)\n mov $3, %%edi; vmread %%rax, %%rbx\n vmwrite %%rax, %%rbx\n mov $3, %%edi; vmlaunch\n vmxoff\n mov $2, %%edi; pause\n"
        "mov $2, %%edi; wbinvd\n mov $2, %%edi; invd\n mov $3, %%edi; mov %%rax, %%dr0\n mov $3, %%edi; sidt -16(%%rsp)" ::: "rax", "rbx", "rcx", "rdx", "rdi", "memory");
}
static void ring3(void)
{
    int i;
    begin("ring 3");
    *(u64 *)0x20000 |= 4; *(u64 *)0x21000 |= 4;
    for (i = 0; i < 16; i++) ((u64 *)0x22000)[i] |= 4;
    set_primary(1u << 31 | 1 << 28 | 1 << 30 | 1 << 24 | 1 << 12 | 1 << 9 | 1 << 7 | 1 << 23);
    set_secondary(1 << 6);
    vmwrite(0x4004, 1 << 13 | 1 << 6);
    vmwrite(0x6804, cr4() | 4);                         /* TSD: RDTSC is #GP before it is an exit */
    vmwrite(0x802, 0x1B); vmwrite(0x4816, 0xA0FB); vmwrite(0x804, 0x13); vmwrite(0x4818, 0xC0F3);
    handler = user_exit;
    check("runs", go(user_guest) == 0);
}

/* ---- the state that an exit loads ------------------------------------------------------------------------------------------------------------------------ */
static int host_exit(struct frame *f)
{
    struct { u16 limit; u64 base; } __attribute__((packed)) g, i; u64 dr7, flags; u32 limit;
    __asm__("sgdt %0" : "=m"(g)); __asm__("sidt %0" : "=m"(i)); __asm__("mov %%dr7, %0" : "=r"(dr7)); __asm__("pushf; pop %0" : "=r"(flags));
    __asm__("lsl %1, %0" : "=r"(limit) : "r"(0x28));
    check("GDTR", g.limit == 0xFFFF && g.base == (u64)gdt); check("IDTR", i.limit == 0xFFFF && i.base == (u64)PAGE(IDT));
    check("DR7", dr7 == 0x400); check("flags", !(flags & 0x700));
    check("DEBUGCTL", rdmsr(0x1D9) == 0);
    skip();
    return 0;
}
static void host_guest(void)
{
    __asm__ volatile("mov %0, %%dr7" :: "r"(0x700UL)); __asm__ volatile("std; cpuid; cld" ::: "rax", "rbx", "rcx", "rdx");
}
static void host_state(void)
{
    begin("the state that an exit loads");
    handler = host_exit;
    check("runs", go(host_guest) == 0); check("an exit and the end", exits == 2);
    check("DR7 is saved", vmread(0x681A) == 0x700 || !(vmread(0x400C) & 4));
}

/* ---- VM-instruction errors ------------------------------------------------------------------------------------------------------------------------------- */
#define POINTER(instruction, value) ({ u64 p_ = (value); u8 c_, z_; __asm__ volatile(#instruction " %2; setc %0; setz %1" : "=q"(c_), "=q"(z_) : "m"(p_) : "cc", "memory"); c_ ? -1 : z_ ? (int)vmread(ERROR_NUMBER) : 0; })
static void instruction_errors(void)
{
    u8 e; u64 v;
    begin("VM-instruction errors");
    check("VMRESUME of a clear VMCS is 5", ({ __asm__ volatile("vmresume; setz %0" : "=q"(e) :: "cc"); e && vmread(ERROR_NUMBER) == 5; }));
    check("VMXON in root operation is 15", POINTER(vmxon, (u64)region[0]) == 15);
    check("VMCLEAR of the VMXON pointer is 3", POINTER(vmclear, (u64)region[0]) == 3);
    check("VMCLEAR of no page is 2", POINTER(vmclear, (u64)region[1] + 8) == 2);
    check("VMCLEAR beyond the width is 2", POINTER(vmclear, 1UL << 60) == 2);
    check("VMPTRLD of the VMXON pointer is 10", POINTER(vmptrld, (u64)region[0]) == 10);
    check("VMPTRLD of no page is 9", POINTER(vmptrld, (u64)region[1] + 8) == 9);
    PAGE(21)[0] = 0x77777777;
    check("VMPTRLD of another revision is 11", POINTER(vmptrld, (u64)PAGE(21)) == 11);
    check("VMREAD of no field is 12", ({ __asm__ volatile("vmread %2, %1; setz %0" : "=q"(e), "=r"(v) : "r"(0x7FFEUL) : "cc"); e && vmread(ERROR_NUMBER) == 12; }));
    check("VMWRITE of no field is 12", ({ __asm__ volatile("vmwrite %2, %1; setz %0" : "=q"(e) : "r"(0x7FFEUL), "r"(0UL) : "cc"); e && vmread(ERROR_NUMBER) == 12; }));
    e = vmwrite(REASON, 5);
    check("VMWRITE of exit information is 13, or allowed", capability(0x485) >> 29 & 1 ? !e : e && vmread(ERROR_NUMBER) == 13);
    check("VMLAUNCH in the shadow of MOV SS is 26", ({ __asm__ volatile("mov %%ss, %%eax; mov %%eax, %%ss; vmlaunch; setz %0" : "=q"(e) :: "eax", "cc"); e && vmread(ERROR_NUMBER) == 26; }));
    check("runs", go(nothing) == 0);
    check("VMLAUNCH of a launched VMCS is 4", ({ __asm__ volatile("vmlaunch; setz %0" : "=q"(e) :: "cc"); e && vmread(ERROR_NUMBER) == 4; }));
    check("VMPTRST tells the pointer", ({ __asm__ volatile("vmptrst %0" : "=m"(v) :: "cc"); v == (u64)region[1]; }));
    v = (u64)region[1];
    __asm__ volatile("vmclear %0" :: "m"(v) : "cc", "memory");
    check("without a VMCS VMREAD is VMfailInvalid", ({ __asm__ volatile("vmread %2, %1; setc %0" : "=q"(e), "=r"(v) : "r"(0x4400UL) : "cc"); e; }));
    check("and VMPTRST tells -1", ({ __asm__ volatile("vmptrst %0" : "=m"(v) :: "cc"); v == ~0UL; }));
}

/* ---- EPT, VPID and what invalidates them ------------------------------------------------------------------------------------------------------------------- */
static u64 eptp(int top) { return (u64)PAGE(top) | 3 << 3 | 6; }
static int invalidate(int vpid, u64 type, u64 low, u64 high)
{
    struct { u64 low, high; } d = { low, high }; u8 c, z;
    if (vpid) __asm__ volatile("invvpid %2, %3; setc %0; setz %1" : "=q"(c), "=q"(z) : "m"(d), "r"(type) : "cc", "memory");
    else __asm__ volatile("invept %2, %3; setc %0; setz %1" : "=q"(c), "=q"(z) : "m"(d), "r"(type) : "cc", "memory");
    return c ? -1 : z ? (int)vmread(ERROR_NUMBER) : 0;
}
static void ept_tables(void)
{
    int i;
    PAGE(EPT4)[0] = (u64)PAGE(EPT3) | 7; PAGE(EPT3)[0] = (u64)PAGE(EPT2) | 7;
    PAGE(EPT4_OTHER)[0] = (u64)PAGE(EPT3_OTHER) | 7; PAGE(EPT3_OTHER)[0] = (u64)PAGE(EPT2_OTHER) | 7;
    for (i = 0; i < 512; i++) PAGE(EPT2)[i] = PAGE(EPT2_OTHER)[i] = (u64)i << 21 | 0xB7;
    PAGE(EPT2_OTHER)[5] = 6UL << 21 | 0xB7;
    *(u64 *)0xA00000 = 0xA; *(u64 *)0xC00000 = 0xC; *(u64 *)0xE00000 = 0xE;
    ((u64 *)0x22000)[5] = 5UL << 21 | 0xE7;
}
static void swap_guest(void)
{
    int i;
    for (i = 0; i < 5; i++) {
        seen[i] = *(volatile u64 *)0xA00000;
        __asm__ volatile("vmcall" :: "a"(i) : "rbx", "rcx", "rdx", "memory");
    }
    seen[5] = *(volatile u64 *)0xA00000;
}
static int swap_exit(struct frame *f)
{
    int r = 0, ept = f->rax & 1;
    if (ept) PAGE(EPT2)[5] ^= 5UL << 21 ^ 6UL << 21; else ((u64 *)0x22000)[5] ^= 5UL << 21 ^ 7UL << 21;
    switch (f->rax) {
    case 0: r = invalidate(1, 0, 5, 0xA00000); break;
    case 1: r = invalidate(0, 1, eptp(EPT4), 0); break;
    case 2: r = invalidate(1, 1, 5, 0); break;
    case 3: r = invalidate(0, 2, 0, 0); break;
    case 4: r = invalidate(1, 3, 5, 0) ? : invalidate(1, 2, 0, 0); break;
    }
    check("invalidated", r == 0);
    skip();
    return 0;
}
static void nested_paging(void)
{
    if (!has2(1) || !has2(5)) { text("EPT, VPID\n  not there\n"); return; }
    begin("EPT, VPID and their invalidation");
    ept_tables();
    set_primary(1u << 31 | 1 << 28); set_secondary(1 << 1 | 1 << 5);
    vmwrite(0x201A, eptp(EPT4)); vmwrite(0, 5);
    handler = swap_exit;
    check("runs", go(swap_guest) == 0);
    for (exits = 0; exits < 6; exits++) line("  read", seen[exits]);
    check("each change is seen", seen[0] == 0xA && seen[1] == 0xE && seen[2] == 0xE && seen[3] == 0xC && seen[4] == 0xA && seen[5] == 0xE);
    check("INVVPID of VPID 0 is 28", invalidate(1, 1, 0, 0) == 28 && invalidate(1, 0, 0, 0) == 28 && invalidate(1, 3, 0, 0) == 28);
    check("INVVPID of an address that is not canonical is 28", invalidate(1, 0, 5, 1UL << 47) == 28);
    check("INVVPID with reserved bits is 28", invalidate(1, 1, 0x10005, 0) == 28);
    check("INVVPID of type 4 is 28", invalidate(1, 4, 5, 0) == 28);
    check("INVEPT of types 0 and 3 is 28", invalidate(0, 0, eptp(EPT4), 0) == 28 && invalidate(0, 3, eptp(EPT4), 0) == 28);
    check("INVEPT of a bad pointer is 28", invalidate(0, 1, eptp(EPT4) & ~0x18UL, 0) == 28);
    begin("VPID 0");
    set_primary(1u << 31 | 1 << 28); set_secondary(1 << 5); vmwrite(0, 0);
    check("error 7", go(nothing) == 7);
    begin("unrestricted guest without EPT");
    set_primary(1u << 31 | 1 << 28); set_secondary(1 << 7);
    check("error 7, or no such control", go(nothing) == (has2(7) ? 7 : 0));
}

static int access_exit(struct frame *f)
{
    print_exit();
    text("  gpa "); hex(vmread(0x2400)); text("linear "); hex(vmread(0x640A)); put('\n');
    PAGE(EPT2)[5] = 5UL << 21 | 0xB7;
    return 0;
}
static void access_read(void) { seen[0] = *(volatile u64 *)0xA00008; }
static void access_write(void) { *(volatile u64 *)0xA00010 = 1; }
static void access_modify(void) { __asm__ volatile("lock incq 0xA00018" ::: "memory"); }
static void access_fetch(void) { *(volatile u8 *)0xE00000 = 0xC3; __asm__ volatile("mov $0xA00000, %%eax; call *%%rax" ::: "rax", "memory"); }
static void ept_access(void)
{
    static void (*const guests[4])(void) = { access_read, access_write, access_modify, access_fetch };
    int i, rights;
    if (!has2(1)) return;
    for (rights = 0; rights < 8; rights++) {
        for (i = 0; i < 4; i++) {
            begin("EPT access"); hex(rights); hex(i); put('\n');
            ept_tables();
            *(u8 *)0xA00000 = 0xC3;
            PAGE(EPT2)[5] = 5UL << 21 | 0xB0 | rights;
            set_primary(1u << 31 | 1 << 28); set_secondary(1 << 1);
            vmwrite(0x201A, eptp(EPT4));
            handler = access_exit;
            check("runs", go(guests[i]) == 0);
        }
    }
}

/* ---- VM functions ---------------------------------------------------------------------------------------------------------------------------------------- */
static void vmfunc_guest(void)
{
    __asm__ volatile("vmfunc" :: "a"(0), "c"(1)); seen[0] = *(volatile u64 *)0xA00000;
    __asm__ volatile("vmfunc" :: "a"(0), "c"(0)); seen[1] = *(volatile u64 *)0xA00000;
    __asm__ volatile("vmfunc" :: "a"(0), "c"(2));
    __asm__ volatile("vmfunc" :: "a"(0), "c"(512));
    __asm__ volatile("vmfunc" :: "a"(1), "c"(0));
}
static void vm_functions(void)
{
    begin("VM functions");
    if (!has2(1) || !has2(13)) { text("  not there\n"); return; }
    ept_tables();
    PAGE(EPTP_LIST)[0] = eptp(EPT4); PAGE(EPTP_LIST)[1] = eptp(EPT4_OTHER); PAGE(EPTP_LIST)[2] = 0;
    set_primary(1u << 31 | 1 << 28); set_secondary(1 << 1 | 1 << 13);
    vmwrite(0x201A, eptp(EPT4)); vmwrite(0x2018, 1); vmwrite(0x2024, (u64)PAGE(EPTP_LIST));
    check("runs", go(vmfunc_guest) == 0);
    check("the other tables and back", seen[0] == 0xC && seen[1] == 0xA);
    check("three exits and the end", exits == 4);
}

void hypervisor_main(void)
{
    struct { u16 limit; u64 base; } __attribute__((packed)) i = { 0xFFF, (u64)PAGE(IDT) };
    u64 *p;
    int e;
    for (p = PAGE(0); p < PAGE(32); p++) *p = 0;
    *(u64 *)0x21018 = 0x23003; ((u64 *)0x23000)[0x1F7] = 0xFEE000FB;    /* the local APIC */
    gate(2, stub_02); gate(3, stub_03); gate(13, stub_0d); gate(14, stub_0e); gate(0x51, stub_51); gate(0x52, stub_52);
    gate(0x50, stub_51); PAGE(IDT)[2 * 0x50] &= ~(1UL << 47);
    __asm__ volatile("lidt %0" :: "m"(i));
    e = enter_vmx_operation();
    if (e) { line("no vmx operation", e); return; }
    controls();
    io_bitmaps();
    msr_bitmaps();
    control_registers();
    timers();
    interrupt_window();
    nmis();
    page_faults();
    vectoring();
    injection();
    host_state();
    instruction_errors();
    nested_paging();
    ept_access();
    vm_functions();
    ring3();
    line("bad", bad);
}
