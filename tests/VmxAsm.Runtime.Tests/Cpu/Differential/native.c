// Executes single instructions on the host's processor and prints a hash of what came of each; see InstructionsAgainstHostTests.
//
// Input: records as `struct record`. The state that a case begins with is made from its seed by the same generator as in HostCase.cs. A case that ends normally
// comes back through a jump behind the instruction; a fault comes back through its signal handler.
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <ucontext.h>
#include <unistd.h>

#define CODE 0x10000000UL
#define DATA 0x10010000UL
#define AREA 512

struct record {
    uint8_t length, overrides, registers[6];
    uint8_t code[16];
    uint64_t values[4];
    uint64_t seed;
    uint32_t flags, mxcsr, verbose, page_only; // page_only: of a fault's address, the page
};

#ifdef __x86_64__
#define REGISTERS 16
typedef uint64_t word;
#else
#define REGISTERS 8
typedef uint32_t word;
#endif

struct state {
    word gpr[REGISTERS], flags;
    uint32_t mxcsr, pad[3];
    uint8_t ymm[16][32];
} in __attribute__((aligned(64))), out __attribute__((aligned(64)));
word host_sp;
uint64_t host_area[AREA / 8];

static uint64_t random_state;
static uint64_t next(void)
{
    uint64_t z = random_state += 0x9E3779B97F4A7C15ULL;
    z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9ULL;
    z = (z ^ z >> 27) * 0x94D049BB133111EBULL;
    return z ^ z >> 31;
}

static const uint64_t specials[16] = {
    0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x7FFFFFFFFFFFFFFF, 0x8000000000000000, ~0ULL, ~1ULL, 0x100000000, 0x5555555555555555,
};
static const uint64_t floats[16] = {
    0, 0x8000000000000000, 0x3FF0000000000000, 0xBFF0000000000000, 0x7FF0000000000000, 0xFFF8000000000000, 0x7FF4000000000001, 0x0000000000000001, 0x000FFFFFFFFFFFFF,
    0x7FEFFFFFFFFFFFFF, 0x3F8000003F800000, 0x7F800000FF800000, 0x7FA000017FC00000, 0x0000000180000001, 0x007FFFFF7F7FFFFF, 0x4330000000000000,
};

static uint64_t integer(void)
{
    uint64_t r = next(), how = next();
    switch (how & 7) {
    case 0: return specials[how >> 8 & 15];
    case 1: return specials[how >> 8 & 15] + (how >> 16 & 3);
    case 2: return r & 0xFF;
    case 3: return (uint64_t)((int64_t)r >> (how >> 8 & 63));
    default: return r;
    }
}

// Doubles, pairs of singles, specials, and numbers whose exponents are near each other.
static uint64_t number(void)
{
    uint64_t r = next(), how = next();
    switch (how & 7) {
    case 0: case 1: return floats[how >> 8 & 15];
    case 2: return r;
    case 3: return (r & 0x807FFFFF807FFFFFULL) | 0x3F0000003F000000ULL | (r >> 3 & 0x0180000001800000ULL);
    case 4: return (r & 0x800FFFFFFFFFFFFFULL) | 0x3FC0000000000000ULL | (how >> 8 & 3) << 52;
    case 5: return (r & 0x8000000000000000ULL) | (uint64_t)(0x3F0 + (how >> 8 & 31)) << 52;
    case 6: return (r & 0x83FFFFFF83FFFFFFULL) | 0x3C0000003C000000ULL;
    default: return integer();
    }
}

static sigjmp_buf back;
static volatile int trap /* the vector, and 1 */, fault;
static uint64_t fault_error, fault_address, fault_ip;

static void handler(int signal, siginfo_t *info, void *context)
{
    ucontext_t *u = context;
    (void)info;
    if (!fault)
        _exit(99);
    fault = 0;
#ifdef __x86_64__
    static const int order[16] = { REG_RAX, REG_RCX, REG_RDX, REG_RBX, REG_RSP, REG_RBP, REG_RSI, REG_RDI, REG_R8, REG_R9, REG_R10, REG_R11, REG_R12, REG_R13, REG_R14, REG_R15 };
    fault_ip = u->uc_mcontext.gregs[REG_RIP];
    fault_address = u->uc_mcontext.gregs[REG_CR2];
#else
    static const int order[8] = { REG_EAX, REG_ECX, REG_EDX, REG_EBX, REG_ESP, REG_EBP, REG_ESI, REG_EDI };
    fault_ip = (uint32_t)u->uc_mcontext.gregs[REG_EIP];
    fault_address = (uint32_t)u->uc_mcontext.cr2;
#endif
    for (int i = 0; i < REGISTERS; i++)
        out.gpr[i] = u->uc_mcontext.gregs[order[i]];
    out.flags = u->uc_mcontext.gregs[REG_EFL];
    trap = u->uc_mcontext.gregs[REG_TRAPNO] + 1;
    fault_error = (uint32_t)u->uc_mcontext.gregs[REG_ERR];
    siglongjmp(back, signal);
}

void enter(void), leave(void);
#ifdef __x86_64__
asm(".text\n.globl enter, leave\nenter:\n"
    "push %rbx; push %rbp; push %r12; push %r13; push %r14; push %r15; mov %rsp, host_sp(%rip)\n"
    "ldmxcsr in+136+0(%rip)\n"
    ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n vmovdqu in+152+32*\\n(%rip), %ymm\\n\n .endr\n"
    "push in+128(%rip); popf\n"
    "mov in(%rip), %rax; mov in+8(%rip), %rcx; mov in+16(%rip), %rdx; mov in+24(%rip), %rbx; mov in+32(%rip), %rsp; mov in+40(%rip), %rbp\n"
    "mov in+48(%rip), %rsi; mov in+56(%rip), %rdi; mov in+64(%rip), %r8; mov in+72(%rip), %r9; mov in+80(%rip), %r10; mov in+88(%rip), %r11\n"
    "mov in+96(%rip), %r12; mov in+104(%rip), %r13; mov in+112(%rip), %r14; mov in+120(%rip), %r15\n"
    "jmp *code(%rip)\n"
    "leave:\n"
    "mov %rax, out(%rip); mov %rcx, out+8(%rip); mov %rdx, out+16(%rip); mov %rbx, out+24(%rip); mov %rsp, out+32(%rip); mov %rbp, out+40(%rip)\n"
    "mov %rsi, out+48(%rip); mov %rdi, out+56(%rip); mov %r8, out+64(%rip); mov %r9, out+72(%rip); mov %r10, out+80(%rip); mov %r11, out+88(%rip)\n"
    "mov %r12, out+96(%rip); mov %r13, out+104(%rip); mov %r14, out+112(%rip); mov %r15, out+120(%rip)\n"
    "mov host_sp(%rip), %rsp; pushf; pop out+128(%rip); cld\n"
    "stmxcsr out+136(%rip)\n"
    ".irp n,0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15\n vmovdqu %ymm\\n, out+152+32*\\n(%rip)\n .endr\n"
    "pop %r15; pop %r14; pop %r13; pop %r12; pop %rbp; pop %rbx; vzeroupper; ret\n"
    ".data\n.globl code\ncode: .quad 0x10000000\n.text\n");
#else
asm(".text\n.globl enter, leave\nenter:\n"
    "push %ebx; push %ebp; push %esi; push %edi; mov %esp, host_sp\n"
    "ldmxcsr in+36\n"
    ".irp n,0,1,2,3,4,5,6,7\n vmovdqu in+52+32*\\n, %ymm\\n\n .endr\n"
    "push in+32; popf\n"
    "mov in, %eax; mov in+4, %ecx; mov in+8, %edx; mov in+12, %ebx; mov in+16, %esp; mov in+20, %ebp; mov in+24, %esi; mov in+28, %edi\n"
    "jmp *code\n"
    "leave:\n"
    "mov %eax, out; mov %ecx, out+4; mov %edx, out+8; mov %ebx, out+12; mov %esp, out+16; mov %ebp, out+20; mov %esi, out+24; mov %edi, out+28\n"
    "mov host_sp, %esp; pushf; pop out+32; cld\n"
    "stmxcsr out+36\n"
    ".irp n,0,1,2,3,4,5,6,7\n vmovdqu %ymm\\n, out+52+32*\\n\n .endr\n"
    "pop %edi; pop %esi; pop %ebp; pop %ebx; vzeroupper; ret\n"
    ".data\n.globl code\ncode: .long 0x10000000\n.text\n");
#endif

static uint64_t hash;
static void mix(uint64_t value)
{
    hash = (hash ^ value) * 0x100000001B3ULL;
    hash ^= hash >> 29;
}

int main(void)
{
    static char alternate[65536];
    stack_t stack = { .ss_sp = alternate, .ss_size = sizeof alternate };
    sigaltstack(&stack, 0);
    struct sigaction action = { .sa_sigaction = handler, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
    int signals[] = { SIGSEGV, SIGBUS, SIGILL, SIGFPE, SIGTRAP };
    for (int i = 0; i < 5; i++)
        sigaction(signals[i], &action, 0);
    uint8_t *code = mmap((void *)CODE, 4096, PROT_READ | PROT_WRITE | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    // Two pages of data; what lies beside them is not there.
    uint8_t *data = mmap((void *)DATA, 8192, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0);
    if (code != (void *)CODE || data != (void *)DATA)
        return 98;
    uint8_t *area = data + 4096 - AREA / 2;
    struct record r;
    while (fread(&r, sizeof r, 1, stdin) == 1) {
        random_state = r.seed;
        memset(&in, 0, sizeof in);
        memset(&out, 0, sizeof out);
        for (int i = 0; i < 16; i++) {
            uint64_t value = integer();
            if (i < REGISTERS)
                in.gpr[i] = (word)value;
        }
        in.flags = (next() & 0xCD5) | 0x202;
        for (int i = 0; i < 64; i++) {
            uint64_t value = number();
            memcpy((uint8_t *)in.ymm + i * 8, &value, 8);
        }
        memset(data, 0, 8192);
        for (int i = 0; i < AREA / 8; i++) {
            uint64_t value = number();
            memcpy(area + i * 8, &value, 8);
        }
        in.mxcsr = r.mxcsr;
        in.gpr[4] = DATA + 4096;
        for (int i = 0; i < r.overrides; i++)
            in.gpr[r.registers[i]] = (word)r.values[i];
        memcpy(code, r.code, r.length);
        code[r.length] = 0xE9;
        int32_t distance = (int32_t)((uintptr_t)leave - (CODE + r.length + 5));
        memcpy(code + r.length + 1, &distance, 4);
        trap = 0;
        fault_error = fault_address = fault_ip = 0;
        fault = 1;
        hash = 0xCBF29CE484222325ULL;
        if (sigsetjmp(back, 0) == 0)
            enter();
        else
            asm volatile("cld; vzeroupper");
        fault = 0;
        for (int i = 0; i < REGISTERS; i++)
            mix(out.gpr[i]);
        mix(out.flags & r.flags);
        mix(trap);
        if (trap == 0) {
            mix(out.mxcsr);
            for (int i = 0; i < (REGISTERS == 16 ? 64 : 32); i++)
                mix(((uint64_t *)out.ymm)[i]);
        } else {
            // Of addresses in its own half Linux does not say whether they are present.
            if (fault_address >> 63)
                fault_error &= ~1;
            if (r.page_only)
                fault_address &= ~0xFFF;
            mix(fault_ip - CODE);
            mix(trap == 15 || trap == 14 ? fault_error : 0);
            mix(trap == 15 ? fault_address : 0);
        }
        for (int i = 0; i < AREA / 8; i++) {
            uint64_t value;
            memcpy(&value, area + i * 8, 8);
            mix(value);
        }
        for (int i = 0; i < 8; i++) {
            mix(((uint64_t *)data)[i]);
            mix(((uint64_t *)data)[1023 - i]);
        }
        if (r.verbose) {
            for (int i = 0; i < REGISTERS; i++)
                fprintf(stderr, "r%d %llx\n", i, (unsigned long long)out.gpr[i]);
            fprintf(stderr, "flags %llx\ntrap %d\nerror %llx\naddress %llx\nip %llx\nmxcsr %x\n", (unsigned long long)(out.flags & r.flags), trap, (unsigned long long)fault_error,
                (unsigned long long)(trap == 15 ? fault_address : 0), (unsigned long long)(trap ? fault_ip - CODE : 0), trap ? 0 : out.mxcsr);
            for (int i = 0; i < (REGISTERS == 16 ? 64 : 32) && !trap; i++)
                fprintf(stderr, "ymm%d.%d %llx\n", i / 4, i % 4, (unsigned long long)((uint64_t *)out.ymm)[i]);
            for (int i = 0; i < AREA / 8; i++) {
                uint64_t value;
                memcpy(&value, area + i * 8, 8);
                fprintf(stderr, "m%d %llx\n", i, (unsigned long long)value);
            }
        }
        fwrite(&hash, 8, 1, stdout);
    }
    return 0;
}
