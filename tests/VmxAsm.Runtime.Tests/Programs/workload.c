/* What compilers make of ordinary C: checksums, a hash, compression, sorting, multiple-precision numbers, matrices, planets. One line of output for each. */
#include "bare.h"

static uint64_t state = 88172645463325252ull;
static uint64_t next(void) { state ^= state << 13; state ^= state >> 7; return state ^= state << 17; }

#ifdef SMALL /* all of it in 64 KB, and nothing that calls libgcc, which is 32-bit code */
#define SIZE 1024
#define NUMBERS 512
#define MATRIX 16
typedef uint32_t wide;
#else
#define SIZE 20000
#define NUMBERS 2048
#define MATRIX 40
typedef uint64_t wide;
#endif
static uint8_t input[SIZE], packed[SIZE * 2], output[SIZE];

static uint64_t crc32(const uint8_t *p, unsigned n)
{
    uint32_t crc = ~0u;
    while (n--) {
        crc ^= *p++;
        for (int i = 0; i < 8; i++)
            crc = crc >> 1 ^ (0xEDB88320u & -(crc & 1));
    }
    return ~crc;
}

static uint64_t adler(const uint8_t *p, unsigned n)
{
    uint32_t a = 1, b = 0;
    while (n--) {
        a = (a + *p++) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

/* SHA-256; its constants are the fractions of roots, computed here in integers. */
static uint32_t constants[64];
static uint32_t fraction_of_cube_root(uint32_t prime)
{
    /* floor(cbrt(prime) * 2^32) mod 2^32, bit by bit, with numbers of 128 bits in four words. */
    uint64_t root = 0;
    for (int bit = 35; bit >= 0; bit--) {
        uint64_t trial = root | 1ull << bit;
        uint32_t a[4] = { (uint32_t)trial, (uint32_t)(trial >> 32), 0, 0 }, square[4] = { 0 }, cube[4] = { 0 };
        for (int i = 0; i < 2; i++)
            for (int j = 0, k; j < 2; j++) {
                uint64_t carry = (uint64_t)a[i] * a[j];
                for (k = i + j; carry && k < 4; k++) {
                    carry += square[k];
                    square[k] = (uint32_t)carry;
                    carry >>= 32;
                }
            }
        for (int i = 0; i < 4; i++)
            for (int j = 0, k; j < 2; j++) {
                uint64_t carry = (uint64_t)square[i] * a[j];
                for (k = i + j; carry && k < 4; k++) {
                    carry += cube[k];
                    cube[k] = (uint32_t)carry;
                    carry >>= 32;
                }
            }
        if (cube[3] < prime)
            root = trial;
    }
    return (uint32_t)root;
}

static uint32_t rotate(uint32_t x, int n) { return x >> n | x << (32 - n); }
static uint64_t sha256(const uint8_t *p, unsigned blocks)
{
    uint32_t h[8] = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 };
    for (int i = 0, candidate = 2; i < 64; candidate++) {
        int prime = 1;
        for (int d = 2; d * d <= candidate; d++)
            prime &= candidate % d != 0;
        if (prime)
            constants[i++] = fraction_of_cube_root(candidate);
    }
    for (; blocks--; p += 64) {
        uint32_t w[64], v[8];
        for (int i = 0; i < 16; i++)
            w[i] = (uint32_t)p[i * 4] << 24 | p[i * 4 + 1] << 16 | p[i * 4 + 2] << 8 | p[i * 4 + 3];
        for (int i = 16; i < 64; i++)
            w[i] = w[i - 16] + w[i - 7] + (rotate(w[i - 15], 7) ^ rotate(w[i - 15], 18) ^ w[i - 15] >> 3) + (rotate(w[i - 2], 17) ^ rotate(w[i - 2], 19) ^ w[i - 2] >> 10);
        for (int i = 0; i < 8; i++)
            v[i] = h[i];
        for (int i = 0; i < 64; i++) {
            uint32_t t1 = v[7] + (rotate(v[4], 6) ^ rotate(v[4], 11) ^ rotate(v[4], 25)) + ((v[4] & v[5]) ^ (~v[4] & v[6])) + constants[i] + w[i];
            uint32_t t2 = (rotate(v[0], 2) ^ rotate(v[0], 13) ^ rotate(v[0], 22)) + ((v[0] & v[1]) ^ (v[0] & v[2]) ^ (v[1] & v[2]));
            for (int j = 7; j > 0; j--)
                v[j] = v[j - 1];
            v[4] += t1;
            v[0] = t1 + t2;
        }
        for (int i = 0; i < 8; i++)
            h[i] += v[i];
    }
    return (uint64_t)h[0] << 32 | h[7];
}

/* LZ77: a flag, then a literal or a distance and a length. */
static unsigned pack(void)
{
    static uint16_t last[4096];
    unsigned out = 0, i = 0;
    while (i < SIZE) {
        unsigned key = i + 2 < SIZE ? (input[i] << 4 ^ input[i + 1] << 2 ^ input[i + 2]) & 4095 : 0, from = last[key], length = 0;
        if (i + 2 < SIZE)
            last[key] = (uint16_t)i;
        if (from < i && i - from < 4096)
            while (length < 255 && i + length < SIZE && input[from + length] == input[i + length])
                length++;
        if (length > 3) {
            packed[out++] = 1;
            packed[out++] = (uint8_t)(i - from);
            packed[out++] = (uint8_t)((i - from) >> 8);
            packed[out++] = (uint8_t)length;
            i += length;
        } else {
            packed[out++] = 0;
            packed[out++] = input[i++];
        }
    }
    return out;
}

static int unpack(unsigned size)
{
    unsigned o = 0;
    for (unsigned i = 0; i < size;)
        if (packed[i] == 0) {
            output[o++] = packed[i + 1];
            i += 2;
        } else {
            unsigned distance = packed[i + 1] | packed[i + 2] << 8, length = packed[i + 3];
            for (; length--; o++)
                output[o] = output[o - distance];
            i += 4;
        }
    for (unsigned i = 0; i < SIZE; i++)
        if (input[i] != output[i])
            return 0;
    return o == SIZE;
}

static int32_t numbers[NUMBERS];
static void sort(int low, int high)
{
    while (low < high) {
        int32_t pivot = numbers[(low + high) / 2];
        int i = low, j = high;
        while (i <= j) {
            while (numbers[i] < pivot) i++;
            while (numbers[j] > pivot) j--;
            if (i <= j) {
                int32_t t = numbers[i];
                numbers[i++] = numbers[j];
                numbers[j--] = t;
            }
        }
        sort(low, j);
        low = i;
    }
}

static uint64_t division(void)
{
    uint64_t sum = 0;
    for (int i = 0; i < 3000; i++) {
        wide a = (wide)next(), b = (wide)(next() >> (i & 63)) | 1;
        sum += a / b ^ a % b;
        sum += (a >> 1) / ((b >> 1) + 1) ^ (uint64_t)((int32_t)a % ((int32_t)b | 1));
        sum = sum << 7 | sum >> 57;
    }
    return sum;
}

static float left[MATRIX][MATRIX], right[MATRIX][MATRIX];
static double position[5][3], velocity[5][3];
static uint64_t bits(double x) { union { double d; uint64_t u; } v = { x }; return v.u; }
static double root(double x) { double r = x > 1 ? x : 1; for (int i = 0; i < 60; i++) r = 0.5 * (r + x / r); return r; }
static void numerics(void)
{
    double sum = 0;
    for (int i = 0; i < MATRIX; i++)
        for (int j = 0; j < MATRIX; j++) {
            left[i][j] = (float)(int32_t)next() / 65536.0f;
            right[i][j] = (float)(next() & 0xFFFF) * 0.001f;
        }
    for (int i = 0; i < MATRIX; i++)
        for (int j = 0; j < MATRIX; j++) {
            float s = 0;
            for (int k = 0; k < MATRIX; k++)
                s += left[i][k] * right[k][j];
            sum += s;
        }
    hex("matrix", bits(sum));
    for (int i = 0; i < 5; i++)
        for (int j = 0; j < 3; j++) {
            position[i][j] = (double)(int32_t)next() / 1e8;
            velocity[i][j] = (double)(int32_t)next() / 1e10;
        }
    for (int step = 0; step < 100; step++)
        for (int i = 0; i < 5; i++)
            for (int j = 0; j < 5; j++) {
                double d[3], square = 0.01;
                for (int k = 0; k < 3; k++) {
                    d[k] = position[j][k] - position[i][k];
                    square += d[k] * d[k];
                }
                double factor = 0.001 / (square * root(square));
                for (int k = 0; k < 3; k++) {
                    velocity[i][k] += d[k] * factor;
                    position[i][k] += velocity[i][k] * 0.01;
                }
            }
    hex("planets", bits(position[0][0] + position[4][2]));
    hex("rounded", (uint64_t)(int64_t)(position[1][1] * 1e9) + (uint32_t)(int32_t)position[2][0]);
}

void program(void)
{
    for (unsigned i = 0; i < SIZE; i++)
        input[i] = i % 7 < 4 && i > 300 ? input[i - 300 + (i >> 9)] : (uint8_t)(next() >> 40);
    hex("crc", crc32(input, SIZE));
    hex("adler", adler(input, SIZE));
    hex("sha", sha256(input, SIZE / 64));
    unsigned size = pack();
    hex("packed", (uint64_t)size << 32 | crc32(packed, size));
    hex("unpacked", (uint64_t)unpack(size));
    for (int i = 0; i < NUMBERS; i++)
        numbers[i] = (int32_t)next();
    sort(0, NUMBERS - 1);
    hex("sorted", crc32((uint8_t *)numbers, sizeof numbers));
    hex("divided", division());
    numerics();
}
