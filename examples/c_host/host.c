/* host.c -- what the host does at a VM exit; boot.s is the rest of it.
 *
 * Compile without a red zone (an interrupt of the host would overwrite it) and without SSE registers (nobody saves the guest's). */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long u64;

/* VMCS fields and basic exit reasons: SDM volume 3, appendices B and C. */
enum { VM_EXIT_REASON = 0x4402, VM_EXIT_INSTRUCTION_LENGTH = 0x440C, GUEST_RIP = 0x681E };
enum { REASON_CPUID = 10, REASON_VMCALL = 18 };

enum service { SAY, SAY_NUMBER, FACTORIAL, END };

/* As vmx_save_registers of host.inc lays them out. */
struct registers { u64 rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi; };

static u64 vmread(u64 field)
{
    u64 value;
    __asm__ volatile("vmread %1, %0" : "=rm"(value) : "r"(field) : "cc");
    return value;
}

static void vmwrite(u64 field, u64 value)
{
    __asm__ volatile("vmwrite %1, %0" : : "r"(field), "rm"(value) : "cc");
}

static u8 in(u16 port)
{
    u8 value;
    __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port));
    return value;
}

static void out(u16 port, u8 value)
{
    __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port));
}

static void say(const char *text)
{
    for (; *text; text++) {
        while (!(in(0x3FD) & 0x20))             /* the transmitter holds a character still */
            ;
        out(0x3F8, *text);
    }
}

static void say_number(u32 number)
{
    char digits[11], *at = digits + sizeof digits - 1;
    *at = 0;
    do
        *--at = '0' + number % 10;
    while (number /= 10);
    say(at);
}

/* The leaf at 0x40000000 names a hypervisor; every other leaf is the processor's own. */
static void answer_cpuid(struct registers *guest)
{
    static const char name[13] = "a host in C!";
    u32 a = guest->rax, b, c = guest->rcx, d;
    if (a == 0x40000000) {
        const u32 *words = (const u32 *)name;
        b = words[0];
        c = words[1];
        d = words[2];
    } else {
        __asm__("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
    }
    guest->rax = a;
    guest->rbx = b;
    guest->rcx = c;
    guest->rdx = d;
}

static int serve(struct registers *guest)
{
    u32 argument = guest->rbx;
    switch (guest->rax) {
    case SAY:
        say("The guest hears from ");
        say((const char *)(u64)argument);
        say("\r\n");
        return 1;
    case SAY_NUMBER:
        say("10! = ");
        say_number(argument);
        say("\r\n");
        return 1;
    case FACTORIAL:
        guest->rax = 1;
        for (u32 n = 2; n <= argument; n++)
            guest->rax *= n;
        return 1;
    case END:
        say("The guest has finished\r\n");
        return 0;
    default:
        say("There is no such service\r\n");
        return 0;
    }
}

/* Called by boot.s. Returns 1: the guest goes on, behind the instruction that left it; 0: the machine is switched off. */
int handle_exit(struct registers *guest)
{
    u32 reason = vmread(VM_EXIT_REASON);
    int goes_on = 1;
    if (reason == REASON_CPUID) {
        answer_cpuid(guest);
    } else if (reason == REASON_VMCALL) {
        goes_on = serve(guest);
    } else {
        say("The guest has left with reason ");
        say_number(reason & 0xFFFF);
        say("\r\n");
        goes_on = 0;
    }
    vmwrite(GUEST_RIP, vmread(GUEST_RIP) + vmread(VM_EXIT_INSTRUCTION_LENGTH));
    return goes_on;
}
