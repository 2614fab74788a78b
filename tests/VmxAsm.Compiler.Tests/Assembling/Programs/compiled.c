/* What a compiler makes assemblers do: jump tables, constant pools, thread-local and weak symbols, cold code in a section of its own, vectors,
   80-bit numbers, strings that are merged, aliases, constructors. Nothing in here has a meaning. */
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

struct node { struct node *next; long key; double weight; char name[12]; };

extern int puts(const char *);
extern struct node *outside;
extern __thread int outside_thread;
__thread int counter = 3;
static __thread struct node scratch;
int common_like;
static int hidden_state[64];
const double table[] = { 1.5, -2.25, 1e300, 3.14159265358979 };
static const char *const names[] = { "alpha", "beta", "gamma", "pha", "delta", "a" };
__attribute__((weak)) int weak_variable = 9;
__attribute__((visibility("hidden"))) short hidden_variable = -1;
__attribute__((aligned(64))) unsigned char page[4096];
typedef float vector __attribute__((vector_size(16)));

__attribute__((constructor)) static void start(void) { hidden_state[0] = 1; }
__attribute__((weak)) int weak_function(int x) { return x * 7 + weak_variable; }
int other_name(int) __attribute__((alias("weak_function")));
static int (*const handlers[])(int) = { weak_function, other_name };

__attribute__((noinline, cold)) static void fail(const char *why) { puts(why); __builtin_trap(); }

long dispatch(int code, long a, long b)
{
    switch (code) {
    case 0: return a + b;
    case 1: return a - b;
    case 2: return a * b;
    case 3: return b ? a / b : (fail("division by zero"), 0);
    case 4: return a << (b & 31);
    case 5: return a >> (b & 31);
    case 6: return a & b;
    case 7: return a | ~b;
    case 9: return handlers[a & 1]((int)b);
    case 12: return names[(unsigned long)b % 6][0];
    default: return -1;
    }
}

static void *labels(int n)
{
    static const void *const places[] = { &&first, &&second, &&third };
    goto *places[n % 3];
first:
    return page;
second:
    return hidden_state;
third:
    return &scratch;
}

double sums(const double *values, int count)
{
    double sum = 0;
    float narrow = 0;
    for (int i = 0; i < count; i++) {
        sum += values[i] * table[i & 3];
        narrow += (float)values[i];
    }
    return sum + narrow + (double)(unsigned long)sum;
}

long double widest(long double a, int n) { return n > 0 ? a * n + 0.1L : -a; }

void mix(vector *a, const vector *b) { *a = *a * *b + (vector){ 1, 2, 3, 4 }; }

int variadic(int count, ...)
{
    va_list list;
    int sum = 0;
    va_start(list, count);
    while (count-- > 0)
        sum += va_arg(list, int);
    va_end(list);
    return sum;
}

unsigned long long wide(unsigned long long a, unsigned b) { return (a << b) ^ (a / (b | 1)) ^ (a % 1000003); }

struct node *insert(struct node *list, struct node *entry)
{
    struct node **link = &list;
    while (*link && (*link)->key < entry->key)
        link = &(*link)->next;
    entry->next = *link;
    *link = entry;
    memcpy(entry->name, "a name", 7);
    counter += outside_thread;
    scratch = *entry;
    if (!outside)
        fail("nothing outside");
    return list;
}

int atomics(int *place, int value)
{
    __atomic_fetch_add(place, value, __ATOMIC_SEQ_CST);
    int expected = 5;
    __atomic_compare_exchange_n(place, &expected, value, 0, __ATOMIC_SEQ_CST, __ATOMIC_SEQ_CST);
    return __atomic_exchange_n(place, 1, __ATOMIC_SEQ_CST) + __builtin_popcount((unsigned)value) + __builtin_ctz((unsigned)value | 1);
}

int everything(int n)
{
    static char buffer[300];
    char local[n + 1];
    memset(local, n, (size_t)n);
    for (int i = 0; i < 300; i++)
        buffer[i] = (char)(local[i % (n + 1)] ^ names[i % 6][0]);
    return buffer[n % 300] + common_like + hidden_variable + (labels(n) != 0) + (int)((char *)page - (char *)hidden_state);
}
