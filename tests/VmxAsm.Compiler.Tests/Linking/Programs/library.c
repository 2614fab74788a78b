int shared = 7; static const int table[] = {1,2,3,4}; char buf[1000]; int common_var;
int weakfn(void) { return 2; }
int printk(const char *f, ...) { int n=0; while (*f) buf[n++]=*f++; return n+table[n&3]; }
const char *more(void) { return "alpha"; }
__attribute__((section(".init.text"))) void initfn(void) { shared++; }
__attribute__((section("mysec"))) int insec = 42;
extern int __start_mysec[], __stop_mysec[];
int secsize(void) { return __stop_mysec - __start_mysec; }
