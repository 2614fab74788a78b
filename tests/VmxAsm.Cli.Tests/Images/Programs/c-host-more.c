int shared_counter;
static int calls;
int twice(int x)
{
    switch (x) {
    case 0: return 0;
    case 1: calls++; return 2;
    case 2: return 4;
    case 3: return 6 + calls - calls;
    case 4: return 8;
    case 5: return 10;
    default: return 2 * x;
    }
}
