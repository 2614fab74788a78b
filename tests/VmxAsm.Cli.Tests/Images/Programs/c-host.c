/* What freestanding C brings to a link: statics, constants, tables of pointers, COMMON, weak symbols, 64-bit arithmetic, structures. */
void say_char(int c);
extern unsigned seen_by_c;
extern char absolute_for_c[];
__attribute__((weak)) int missing(void);
int shared_counter;
static const char *const words[] = { "zero", "one", "two", "three" };
static unsigned long long accumulate = 1;
struct pair { int a; long b; } table[3] = { { 1, 2 }, { 3, 4 }, { 5, 6 } };
int twice(int x);

static void say(const char *text) { while (*text) say_char(*text++); }
static void say_hex(unsigned long long value)
{
    for (int shift = 28; shift >= 0; shift -= 4)
        say_char("0123456789abcdef"[(value >> shift) & 15]);
    say_char(' ');
}

void c_main(void)
{
    for (int i = 0; i < 4; i++) {
        say(words[i]);
        say_char(' ');
        accumulate *= 1000003ull + i;
    }
    say_hex(accumulate);
    say_hex(accumulate / (unsigned)(shared_counter + 7));
    say_hex(seen_by_c);
    say_hex((unsigned long)absolute_for_c);
    say_hex(missing ? 1 : 0);
    int sum = 0;
    for (int i = 0; i < 3; i++)
        sum += twice(table[i].a) + (int)table[i].b;
    say_hex(sum + shared_counter);
    say("done\r\n");
}
