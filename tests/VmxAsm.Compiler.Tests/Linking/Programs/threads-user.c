extern __thread int first;
extern __thread long second;
int get(void) { return first; }
long scaled(long x) { return second * x + first; }
int *place(void) { return &first; }
