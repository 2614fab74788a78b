/* zlib: texts of three kinds packed at every level and strategy, unpacked in pieces, with checksums of it all. */
#include "bare.h"
#include <zlib.h>

#ifndef HOSTED
/* What the archive's members refer to besides. */
char *strerror(int number) { (void)number; return "error"; }
void __stack_chk_fail(void) { text("the stack is broken\n"); for (;;) ; }
#endif

enum { Size = 60000 };
static unsigned char input[Size], packed[Size * 2], unpacked[Size], heap[8 << 20];
static size_t used;

static void *take(void *unused, unsigned items, unsigned size)
{
    (void)unused;
    void *place = heap + used;
    used += ((size_t)items * size + 63) & ~(size_t)63;
    return place;
}
static void give(void *unused, void *place) { (void)unused; (void)place; }

static uint32_t state = 1;
static uint32_t next(void) { state ^= state << 13; state ^= state >> 17; return state ^= state << 5; }

static void fill(int kind)
{
    static const char *words[] = {"the ", "processor ", "enters ", "a ", "guest ", "in ", "virtual", "-8086 ", "mode.\n", "VMLAUNCH ", "fails ", "with ", "error "};
    for (int i = 0; i < Size; ) {
        if (kind == 0)
            input[i++] = (unsigned char)next();
        else if (kind == 1)
            for (const char *w = words[next() % 13]; *w && i < Size; )
                input[i++] = (unsigned char)*w++;
        else
            input[i] = (unsigned char)(i % 251 < 200 ? i / 1000 : next() & 3), i++;
    }
}

static void round_trip(int kind, int level, int strategy)
{
    z_stream s = {0};
    s.zalloc = take;
    s.zfree = give;
    used = 0;
    if (deflateInit2(&s, level, Z_DEFLATED, 9 + (level + kind) % 7, 1 + level % 9, strategy) != Z_OK)
        text("error: deflateInit2\n");
    s.next_in = input;
    s.next_out = packed;
    s.avail_out = sizeof packed;
    for (unsigned done = 0; done < Size; done += 20000) {
        s.avail_in = 20000;
        if (deflate(&s, done + 20000 >= Size ? Z_FINISH : level & 1 ? Z_SYNC_FLUSH : Z_NO_FLUSH) < 0)
            text("error: deflate\n");
    }
    unsigned long length = s.total_out;
    deflateEnd(&s);
    hex("packed", (uint64_t)length << 32 | crc32(0, packed, (unsigned)length));

    z_stream u = {0};
    u.zalloc = take;
    u.zfree = give;
    used = 0;
    if (inflateInit2(&u, 15 + 32) != Z_OK)
        text("error: inflateInit2\n");
    u.next_in = packed;
    u.next_out = unpacked;
    int result = Z_OK;
    while (result == Z_OK && u.total_out <= Size) {
        u.avail_in = length - u.total_in < 977 ? (unsigned)(length - u.total_in) : 977;
        u.avail_out = Size - u.total_out < 3001 ? (unsigned)(Size - u.total_out) : 3001;
        result = inflate(&u, Z_NO_FLUSH);
    }
    inflateEnd(&u);
    hex("unpacked", (uint64_t)(unsigned)result << 32 | adler32(1, unpacked, Size));
    if (memcmp(input, unpacked, Size))
        text("error: another text\n");
}

void program(void)
{
    for (int kind = 0; kind < 3; kind++) {
        fill(kind);
        for (int level = 0; level <= 9; level += kind + 1)
            round_trip(kind, level, level % 5);
    }
}
