__thread int first = 5;
static __thread int hidden;
__thread long second = 7;
static __thread char text[100];
int *address_of_first(void) { return &first; }
int next_hidden(void) { return ++hidden; }
long sum(void) { return second + first; }
char *in_text(int i) { return text + i; }
