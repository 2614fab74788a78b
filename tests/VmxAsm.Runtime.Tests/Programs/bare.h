/* What the programs here print with, and the little of the C library that compilers and SQLite call. With HOSTED it is an ordinary program and the
   host's answers are the expectation; otherwise start.s calls program(). */
#include <stddef.h>
#include <stdint.h>

#ifdef HOSTED
#include <stdio.h>
#include <string.h>
static void put(char c) { putchar(c); }
void program(void);
int main(void) { program(); return 0; }
#else
static inline void out8(uint16_t port, uint8_t value) { __asm__ volatile("outb %0, %1" : : "a"(value), "Nd"(port)); }
static inline uint8_t in8(uint16_t port) { uint8_t value; __asm__ volatile("inb %1, %0" : "=a"(value) : "Nd"(port)); return value; }
static void put(char c) { while (!(in8(0x3FD) & 0x20)) ; out8(0x3F8, c); }

void *memcpy(void *d, const void *s, size_t n) { char *p = d; const char *q = s; while (n--) *p++ = *q++; return d; }
void *memmove(void *d, const void *s, size_t n) { char *p = d; const char *q = s; if (p <= q) while (n--) *p++ = *q++; else while (n--) p[n] = q[n]; return d; }
void *memset(void *d, int c, size_t n) { char *p = d; while (n--) *p++ = c; return d; }
int memcmp(const void *a, const void *b, size_t n) { const unsigned char *p = a, *q = b; for (; n--; p++, q++) if (*p != *q) return *p - *q; return 0; }
size_t strlen(const char *s) { const char *p = s; while (*p) p++; return p - s; }
int strcmp(const char *a, const char *b) { while (*a && *a == *b) a++, b++; return (unsigned char)*a - (unsigned char)*b; }
int strncmp(const char *a, const char *b, size_t n) { for (; n; n--, a++, b++) { if (*a != *b) return (unsigned char)*a - (unsigned char)*b; if (!*a) break; } return 0; }
char *strrchr(const char *s, int c) { const char *found = 0; do if (*s == (char)c) found = s; while (*s++); return (char *)found; }
char *strchr(const char *s, int c) { do if (*s == (char)c) return (char *)s; while (*s++); return 0; }
size_t strcspn(const char *s, const char *reject) { size_t n = 0; while (s[n] && !strchr(reject, s[n])) n++; return n; }
size_t strspn(const char *s, const char *accept) { size_t n = 0; while (s[n] && strchr(accept, s[n])) n++; return n; }
void *memchr(const void *s, int c, size_t n) { const unsigned char *p = s; for (; n--; p++) if (*p == (unsigned char)c) return (void *)p; return 0; }
double fabs(double x) { return x < 0 ? -x : x == 0 ? 0 : x; }
void *malloc(size_t n) { (void)n; return 0; }
void *realloc(void *p, size_t n) { (void)p; (void)n; return 0; }
void free(void *p) { (void)p; }
#endif

static void text(const char *s) { while (*s) put(*s++); }
static void hex(const char *name, uint64_t value)
{
    text(name);
    put(' ');
    for (int i = 60; i >= 0; i -= 4)
        put("0123456789abcdef"[value >> i & 15]);
    put('\n');
}
