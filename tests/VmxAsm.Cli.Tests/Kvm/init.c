// The first process of a Linux kernel that runs in our machine: loads the kernel's KVM modules and runs the guests of guests.s, which lies beside it.

#define _GNU_SOURCE
#include <fcntl.h>
#include <linux/kvm.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/reboot.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <termios.h>
#include <unistd.h>

enum { memory_size = 4 << 20, print_port = 0xE9, end_port = 0xF4 };

static int kvm;

static void load(const char *module, const char *options)
{
    int file = open(module, O_RDONLY);
    if (syscall(SYS_finit_module, file, options, 0) != 0)
        printf("kvm: %s: %m\n", module);
    close(file);
}

static void make_protected(int processor)
{
    struct kvm_sregs state;
    ioctl(processor, KVM_GET_SREGS, &state);
    struct kvm_segment code = { .limit = 0xFFFFFFFF, .selector = 8, .type = 11, .present = 1, .db = 1, .s = 1, .g = 1 }, data = code;
    data.selector = 16;
    data.type = 3;
    state.cs = code;
    state.ds = state.es = state.fs = state.gs = state.ss = data;
    state.cr0 |= 1;
    ioctl(processor, KVM_SET_SREGS, &state);
}

// Until the guest's OUT to the end port.
static void serve(int processor, struct kvm_run *run)
{
    for (;;) {
        if (ioctl(processor, KVM_RUN, 0) < 0) {
            printf("%m\n");
            return;
        }
        uint8_t *data = (uint8_t *)run + run->io.data_offset;
        switch (run->exit_reason) {
        case KVM_EXIT_IO:
            if (run->io.port == end_port)
                return;
            if (run->io.direction == KVM_EXIT_IO_IN)
                memset(data, 1, run->io.size * run->io.count);
            else
                fwrite(data, 1, run->io.size * run->io.count, stdout);
            break;
        case KVM_EXIT_MMIO:
            if (!run->mmio.is_write)
                memcpy(run->mmio.data, (uint8_t[8]){ 3 }, sizeof run->mmio.data);
            break;
        default:
            printf("exit reason %u, %llx\n", run->exit_reason, (unsigned long long)run->hw.hardware_exit_reason);
            return;
        }
    }
}

static void run_guest(const char *name, uint64_t start, int is_protected)
{
    printf("kvm: %s: ", name);
    int machine = ioctl(kvm, KVM_CREATE_VM, 0);
    ioctl(machine, KVM_SET_TSS_ADDR, 0xFFFBD000);
    ioctl(machine, KVM_SET_IDENTITY_MAP_ADDR, &(uint64_t){ 0xFFFBC000 });
    ioctl(machine, KVM_CREATE_IRQCHIP, 0);
    ioctl(machine, KVM_CREATE_PIT2, &(struct kvm_pit_config){ 0 });
    void *memory = mmap(0, memory_size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    struct kvm_userspace_memory_region region = { .memory_size = memory_size, .userspace_addr = (uintptr_t)memory };
    ioctl(machine, KVM_SET_USER_MEMORY_REGION, &region);
    int guests = open("/guests.img", O_RDONLY);
    read(guests, memory, memory_size);
    close(guests);

    int processor = ioctl(machine, KVM_CREATE_VCPU, 0);
    struct kvm_run *run = mmap(0, ioctl(kvm, KVM_GET_VCPU_MMAP_SIZE, 0), PROT_READ | PROT_WRITE, MAP_SHARED, processor, 0);
    struct { struct kvm_cpuid2 head; struct kvm_cpuid_entry2 entries[128]; } cpuid = { .head.nent = 128 };
    ioctl(kvm, KVM_GET_SUPPORTED_CPUID, &cpuid);
    ioctl(processor, KVM_SET_CPUID2, &cpuid);
    struct kvm_sregs state;
    ioctl(processor, KVM_GET_SREGS, &state);
    state.cs.base = state.cs.selector = 0;
    ioctl(processor, KVM_SET_SREGS, &state);
    if (is_protected)
        make_protected(processor);
    ioctl(processor, KVM_SET_REGS, &(struct kvm_regs){ .rip = start, .rflags = 2 });
    serve(processor, run);
    fflush(stdout);
}

int main(void)
{
    mkdir("/dev", 0755);
    mount("dev", "/dev", "devtmpfs", 0, 0);
    load("/irqbypass.ko", "");
    load("/kvm.ko", "");
    load("/kvm-intel.ko", "nested=1");
    kvm = open("/dev/kvm", O_RDWR);
    printf("kvm: version %d\n", ioctl(kvm, KVM_GET_API_VERSION, 0));
    run_guest("ticks in real mode", 0x1000, 0);
    run_guest("a device's answers in protected mode", 0x2000, 1);
    run_guest("a byte patched in 64-bit mode", 0x3000, 1);
    tcdrain(STDOUT_FILENO);
    reboot(RB_POWER_OFF);
}
