/* x87, MMX and SSE instructions over chosen and random operands. Each line of output is an instruction and a digest of all its results and flags.
   With HOSTED it is a static Linux program and the host's processor answers; otherwise a multiboot kernel that prints on the serial port. */

typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;

#ifdef HOSTED
static void call(int number, int first, const void *second, int third) { __asm__ volatile("int $0x80" : "+a"(number) : "b"(first), "c"(second), "d"(third) : "memory"); }
static void put(char c) { call(4, 1, &c, 1); }
static void start(void) {}
static void finish(void) { call(1, 0, 0, 0); }
#else
static void out(u16 port, u8 value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static u8 in(u16 port) { u8 value; __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port)); return value; }
static void put(char c) { while (!(in(0x3FD) & 0x20)) ; out(0x3F8, c); }
static void start(void) { out(0x3FB, 3); }
static void finish(void) { while (!(in(0x3FD) & 0x40)) ; out(0xF4, 0); for (;;) __asm__("hlt"); }
__asm__(".text\n.globl kernel\nkernel: jmp 1f\n.align 4\n.long 0x1BADB002, 0, -0x1BADB002\n"
        "1: mov $stack_end, %esp\n mov %cr0, %eax\n and $~0xC, %eax\n or $0x22, %eax\n mov %eax, %cr0\n"
        "mov %cr4, %eax\n or $0x600, %eax\n mov %eax, %cr4\n fninit\n call _start\n"
        ".bss\n.align 16\n.skip 65536\nstack_end:\n.text\n");
#endif

static void text(const char *s) { while (*s) put(*s++); }
static void hex(u64 value) { for (int i = 60; i >= 0; i -= 4) put("0123456789abcdef"[value >> i & 15]); }

static u64 state;
static u64 next(void) { state ^= state << 13; state ^= state >> 7; return state ^= state << 17; }

static u64 digest;
static void mix(u64 value) { digest = (digest ^ value) * 0x100000001B3ull; digest ^= digest >> 29; }

/* ---- x87 ------------------------------------------------------------------------------------------------------------------ */

typedef struct { u64 significand; u16 exponent; } __attribute__((packed)) extended;

static const extended specials[] = {
    {0, 0}, {0, 0x8000}, {1, 0}, {~0ull >> 1, 0}, {1ull << 63, 1}, {1ull << 63, 0x3FFF}, {1ull << 63, 0xBFFF}, {~0ull, 0x7FFE}, {~0ull, 0xFFFE},
    {1ull << 63, 0x7FFF}, {1ull << 63, 0xFFFF}, {3ull << 62, 0x7FFF}, {(3ull << 62) + 1, 0xFFFF}, {5ull << 61, 0x7FFF}, {0xC90FDAA22168C235, 0x4000},
    {~0ull, 0x3FFE}, {(1ull << 63) + 1, 0x3FFF}, {1ull << 63, 0x401E}, {0xFFFFFFFE00000000, 0x401D}, {7ull << 61, 0x3FFE}, {1ull << 63, 0x403E}};

static extended extended_operand(void)
{
    u32 kind = next() % 8;
    if (kind < 2)
        return specials[next() % (sizeof specials / sizeof *specials)];
    extended value = {next() | 1ull << 63, 0};
    if (kind == 3)
        value.significand &= 0xFFFFFF0000000000;
    value.exponent = kind == 4 ? 1 + next() % 0x7FFE : kind == 5 ? 0x3FFF - 1083 + next() % 120 : kind == 6 ? 0x3FFF - 167 + next() % 80 : 0x3FFF - 40 + next() % 80;
    value.exponent |= (next() & 1) << 15;
    return value;
}

static u16 control, masked = 0x37F;

#define X87(name, code) \
    static void x87_##name(extended a, extended b, extended *result, u16 *status) \
    { \
        __asm__ volatile("fninit\n fldt %2\n fldt %3\n fldcw %4\n " code "\n fnstsw %1\n fnclex\n fldcw %5\n fstpt %0\n fninit" \
                         : "=m"(*result), "=m"(*status) : "m"(a), "m"(b), "m"(control), "m"(masked) : "memory"); \
    }
#define STORE(name, code) \
    static void x87_##name(extended a, extended b, extended *result, u16 *status) \
    { \
        u64 place[2] = {0x1111111111111111, 0x2222222222222222}; \
        __asm__ volatile("fninit\n fldt %2\n fldt %3\n fldcw %4\n " code "\n fnstsw %1\n fnclex\n fninit" \
                         : "+m"(place), "=m"(*status) : "m"(a), "m"(b), "m"(control) : "memory"); \
        result->significand = place[0]; \
        result->exponent = place[1]; \
    }

#define X87_LIST \
    X(fadd, X87, "fadd %%st(1), %%st") X(fsub, X87, "fsub %%st(1), %%st") X(fsubr, X87, "fsubr %%st(1), %%st") X(fmul, X87, "fmul %%st(1), %%st") \
    X(fdiv, X87, "fdiv %%st(1), %%st") X(fdivr, X87, "fdivr %%st(1), %%st") X(faddp, X87, "faddp") X(fcom, X87, "fcom %%st(1)") \
    X(fucom, X87, "fucom %%st(1)") X(fprem, X87, "fprem") X(fprem1, X87, "fprem1") X(fscale, X87, "fscale") X(fsqrt, X87, "fsqrt") \
    X(frndint, X87, "frndint") X(fxam, X87, "fxam") X(ftst, X87, "ftst") X(fxtract, X87, "fxtract") X(exponent, X87, "fxtract\n fnclex\n fxch") \
    X(fstps, STORE, "fstps %0") X(fstpl, STORE, "fstpl %0") X(fistps, STORE, "fistps %0") X(fistpl, STORE, "fistpl %0") X(fistpll, STORE, "fistpll %0") \
    X(fisttps, STORE, "fisttps %0") X(fisttpl, STORE, "fisttpl %0") X(fisttpll, STORE, "fisttpll %0") X(fbstp, STORE, "fbstp %0")

#define X(name, shape, code) shape(name, code)
X87_LIST
#undef X

#define X(name, shape, code) {#name, x87_##name},
static const struct { const char *name; void (*run)(extended, extended, extended *, u16 *); } x87_rows[] = {X87_LIST};
#undef X

/* ---- MMX and SSE ------------------------------------------------------------------------------------------------------------ */

typedef struct { u64 low, high; } __attribute__((aligned(16))) vector;

static u32 single_operand(void)
{
    static const u32 chosen[] = {0, 0x7F800000, 0x7FC00000, 0x7F800001, 1, 0x7FFFFF, 0x800000, 0x7F7FFFFF, 0x3F800000, 0x4F000000, 0x4EFFFFFF, 0xCF000000, 0x3F000000};
    u32 kind = next() % 8, sign = (next() & 1) << 31;
    if (kind == 0)
        return chosen[next() % 13] ^ sign;
    if (kind < 3)
        return next();
    if (kind < 5)
        return sign | (100 + next() % 56) << 23 | (next() & 0x7FFFFF);
    return sign | (120 + next() % 14) << 23 | (next() & 0x7FF000);
}

static u64 double_operand(void)
{
    static const u64 chosen[] = {0, 0x7FF0000000000000, 0x7FF8000000000000, 0x7FF0000000000001, 1, 0xFFFFFFFFFFFFF, 0x10000000000000, 0x7FEFFFFFFFFFFFFF,
                                 0x3FF0000000000000, 0x41E0000000000000, 0xC1E0000000000000, 0x41DFFFFFFFC00000, 0x380FFFFFFFFFFFFF, 0x47EFFFFFE0000000};
    u64 kind = next() % 8, sign = (next() & 1) << 63;
    if (kind == 0)
        return chosen[next() % 14] ^ sign;
    if (kind < 3)
        return next();
    if (kind < 5)
        return sign | (1000 + next() % 60) << 52 | (next() & 0xFFFFFFFFFFFFF);
    return sign | (1023 - 150 + next() % 300) << 52 | (next() & 0xFFFFFFFFFFFFF);
}

static vector vector_operand(void)
{
    vector value;
    if (next() & 1)
        value = (vector){single_operand() | (u64)single_operand() << 32, single_operand() | (u64)single_operand() << 32};
    else
        value = (vector){double_operand(), double_operand()};
    return value;
}

static u32 mxcsr, quiet = 0x1F80;

#define V(name, code) \
    static void v_##name(vector a, vector b, vector *result, u32 *flags) \
    { \
        __asm__ volatile("ldmxcsr %4\n movaps %2, %%xmm0\n movaps %3, %%xmm1\n " code "\n stmxcsr %1\n ldmxcsr %5\n movaps %%xmm0, %0" \
                         : "=m"(*result), "=m"(*flags) : "m"(a), "m"(b), "m"(mxcsr), "m"(quiet) : "memory", "eax", "ecx", "edx"); \
    }
#define PLAIN(name) X(name, #name " %%xmm1, %%xmm0")
#define BY(name, imm) X(name, #name " $" #imm ", %%xmm1, %%xmm0")
#define FLAGS "\n lahf\n movzbl %%ah, %%eax\n movd %%eax, %%xmm0"
#define STRING_RESULT "\n pushf\n pop %%eax\n and $0x8D5, %%eax\n movd %%ecx, %%xmm0\n pinsrd $1, %%eax, %%xmm0"

#define V_LIST \
    PLAIN(addps) PLAIN(addpd) PLAIN(addss) PLAIN(addsd) PLAIN(subps) PLAIN(subpd) PLAIN(mulps) PLAIN(mulpd) PLAIN(mulss) PLAIN(divps) PLAIN(divpd) PLAIN(divsd) \
    PLAIN(sqrtps) PLAIN(sqrtpd) PLAIN(sqrtss) PLAIN(minps) PLAIN(minpd) PLAIN(maxps) PLAIN(maxpd) PLAIN(maxsd) PLAIN(cmpeqps) PLAIN(cmpltpd) PLAIN(cmpleps) \
    PLAIN(cmpunordpd) PLAIN(cmpneqss) PLAIN(cmpnltps) PLAIN(cmpnlepd) PLAIN(cmpordsd) X(comiss, "comiss %%xmm1, %%xmm0" FLAGS) X(ucomisd, "ucomisd %%xmm1, %%xmm0" FLAGS) \
    PLAIN(cvtps2pd) PLAIN(cvtpd2ps) PLAIN(cvtdq2ps) PLAIN(cvtdq2pd) PLAIN(cvtps2dq) PLAIN(cvttps2dq) PLAIN(cvtpd2dq) PLAIN(cvttpd2dq) PLAIN(cvtss2sd) PLAIN(cvtsd2ss) \
    X(cvtss2si, "cvtss2si %%xmm1, %%eax\n movd %%eax, %%xmm0") X(cvttsd2si, "cvttsd2si %%xmm1, %%eax\n movd %%eax, %%xmm0") \
    X(cvtsi2ss, "movd %%xmm1, %%eax\n cvtsi2ss %%eax, %%xmm0") PLAIN(haddps) PLAIN(haddpd) PLAIN(hsubps) PLAIN(hsubpd) PLAIN(addsubps) PLAIN(addsubpd) BY(dpps, 0xB5) BY(dppd, 0x31) \
    BY(roundps, 1) BY(roundpd, 4) BY(roundss, 10) BY(roundsd, 2) PLAIN(andps) PLAIN(andnpd) PLAIN(orps) PLAIN(xorpd) PLAIN(pandn) \
    PLAIN(paddb) PLAIN(paddw) PLAIN(paddd) PLAIN(paddq) PLAIN(psubb) PLAIN(psubq) PLAIN(paddsb) PLAIN(paddsw) PLAIN(paddusb) PLAIN(paddusw) PLAIN(psubsb) PLAIN(psubsw) PLAIN(psubusb) \
    PLAIN(psubusw) PLAIN(pmullw) PLAIN(pmulld) PLAIN(pmulhw) PLAIN(pmulhuw) PLAIN(pmulhrsw) PLAIN(pmuludq) PLAIN(pmuldq) PLAIN(pmaddwd) PLAIN(pmaddubsw) PLAIN(psadbw) PLAIN(pavgb) \
    PLAIN(pavgw) PLAIN(pabsb) PLAIN(pabsw) PLAIN(pabsd) PLAIN(psignb) PLAIN(psignw) PLAIN(psignd) PLAIN(packsswb) PLAIN(packuswb) PLAIN(packssdw) PLAIN(packusdw) PLAIN(punpcklbw) \
    PLAIN(punpcklwd) PLAIN(punpckldq) PLAIN(punpcklqdq) PLAIN(punpckhbw) PLAIN(punpckhwd) PLAIN(punpckhdq) PLAIN(punpckhqdq) PLAIN(unpcklps) PLAIN(unpckhpd) PLAIN(pshufb) BY(pshufd, 0x1B) \
    BY(pshuflw, 0x93) BY(pshufhw, 0x4E) BY(shufps, 0x72) BY(shufpd, 1) BY(palignr, 5) X(pslldq, "pslldq $3, %%xmm0") X(psrldq, "psrldq $9, %%xmm0") X(psraw, "psraw $3, %%xmm0") \
    X(psrad, "psrad $40, %%xmm0") X(psrlq, "psrlq $7, %%xmm0") X(psllw, "psrlq $60, %%xmm1\n psllw %%xmm1, %%xmm0") X(pslld, "psrlq $58, %%xmm1\n pslld %%xmm1, %%xmm0") PLAIN(phaddw) PLAIN(phaddsw) \
    PLAIN(phaddd) PLAIN(phsubw) PLAIN(phsubsw) PLAIN(phsubd) PLAIN(phminposuw) BY(mpsadbw, 5) PLAIN(pmovsxbw) PLAIN(pmovsxwq) PLAIN(pmovzxbd) PLAIN(pmovzxdq) BY(pblendw, 0x5A) BY(blendps, 6) \
    BY(insertps, 0x9A) X(pextrw, "pextrw $3, %%xmm1, %%eax\n pinsrw $5, %%eax, %%xmm0") X(pextrb, "pextrb $13, %%xmm1, %%eax\n pinsrb $2, %%eax, %%xmm0") \
    X(pmovmskb, "pmovmskb %%xmm1, %%eax\n movd %%eax, %%xmm0") X(movmskps, "movmskps %%xmm1, %%eax\n movd %%eax, %%xmm0") X(ptest, "ptest %%xmm1, %%xmm0" FLAGS) PLAIN(pcmpgtq) PLAIN(pcmpeqb) \
    PLAIN(pcmpgtw) PLAIN(pminsb) PLAIN(pminud) PLAIN(pmaxuw) PLAIN(pmaxsd) PLAIN(movss) PLAIN(movsd) PLAIN(movhlps) PLAIN(movlhps) PLAIN(movddup) PLAIN(movshdup) PLAIN(movsldup) PLAIN(movq) \
    X(pblendvb, "pblendvb %%xmm0, %%xmm1, %%xmm0") X(equal_each, "pcmpistri $0x18, %%xmm1, %%xmm0" STRING_RESULT) X(ordered, "pcmpistri $0x0C, %%xmm1, %%xmm0" STRING_RESULT) \
    X(ranges, "pcmpistri $0x45, %%xmm1, %%xmm0" STRING_RESULT) X(any, "pcmpistri $0x33, %%xmm1, %%xmm0" STRING_RESULT) X(pcmpestrm, "mov $7, %%eax\n mov $-5, %%edx\n pcmpestrm $0x78, %%xmm1, %%xmm0") \
    X(mmx_pack, "movdq2q %%xmm0, %%mm0\n movdq2q %%xmm1, %%mm1\n paddw %%mm1, %%mm0\n packuswb %%mm1, %%mm0\n pshufb %%mm1, %%mm0\n movq2dq %%mm0, %%xmm0\n emms") \
    X(mmx_multiply, "movdq2q %%xmm0, %%mm0\n movdq2q %%xmm1, %%mm1\n pmaddwd %%mm1, %%mm0\n punpckhbw %%mm1, %%mm0\n psrlq $3, %%mm0\n cvtpi2ps %%mm0, %%xmm0\n emms") \
    X(mmx_convert, "cvttps2pi %%xmm1, %%mm0\n movq2dq %%mm0, %%xmm0\n emms")

#define X(name, code) V(name, code)
V_LIST
#undef X

#define X(name, code) {#name, v_##name},
static const struct { const char *name; void (*run)(vector, vector, vector *, u32 *); } v_rows[] = {V_LIST};
#undef X

/* ---- all of them ------------------------------------------------------------------------------------------------------------- */

static void begin(u32 row) { digest = 0xCBF29CE484222325; state = SEED + row; }
static void end(const char *name) { text(name); put(' '); hex(digest); put('\n'); }

void _start(void)
{
    static const u16 controls[] = {0x37F, 0x77F, 0xB7F, 0xF7F, 0x27F, 0x07F, 0x340, 0x35F, 0x36F};
    static const u32 mxcsrs[] = {0x1F80, 0x3F80, 0x5F80, 0x7F80, 0x9F80, 0x1FC0, 0x9FC0, 0x1FA0};
    start();
    for (u32 row = 0; row < sizeof x87_rows / sizeof *x87_rows; row++) {
        begin(row);
        for (int i = 0; i < COUNT; i++) {
            extended a = extended_operand(), b = extended_operand(), result = {0, 0};
            u16 status = 0;
            control = controls[next() % 9];
            x87_rows[row].run(a, b, &result, &status);
            mix(result.significand);
            mix(result.exponent);
            mix(status);
        }
        end(x87_rows[row].name);
    }
    for (u32 row = 0; row < sizeof v_rows / sizeof *v_rows; row++) {
        begin(row);
        for (int i = 0; i < COUNT; i++) {
            vector a = vector_operand(), b = vector_operand(), result = {0, 0};
            u32 flags = 0;
            mxcsr = mxcsrs[next() % 8];
            v_rows[row].run(a, b, &result, &flags);
            mix(result.low);
            mix(result.high);
            mix(flags);
        }
        end(v_rows[row].name);
    }
    finish();
}
