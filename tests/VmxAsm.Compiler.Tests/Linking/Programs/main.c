extern int printk(const char *f, ...); extern int shared; int counter = 5; static int hidden[20]; const char *names[] = {"alpha","beta","gamma"}; extern char __bss_start[], _end[];
int common_var; const double pi = 3.14159;
__attribute__((weak)) int weakfn(void) { return 1; }
extern int optional(void) __attribute__((weak));
int sw(int x){ switch(x){case 0: return counter; case 1: return 17; case 2: return shared; case 3: return 99; case 4: return hidden[3]; case 5: return 8; default: return -1;} }
int start_c(void) { for (char *p=__bss_start; p<_end; p++) *p=0; if (optional) optional(); return printk("hello %s alpha\n", names[1]) + sw(counter) + weakfn(); }
