// The processor's own fields are called Cr0, Cr4 and Efer, so the tables of their bits come in under another name.
// A Handler executes an op: see Execute/Op.cs.
global using Cr0Bits = VmxAsm.Architecture.Processor.Cr0;
global using Cr4Bits = VmxAsm.Architecture.Processor.Cr4;
global using EferBits = VmxAsm.Architecture.Processor.Efer;
global using unsafe Handler = delegate*<VmxAsm.Runtime.Cpu.Processor, VmxAsm.Runtime.Execute.Op*, VmxAsm.Runtime.Execute.Op*>;
global using Vector = VmxAsm.Architecture.Processor.ExceptionVector;
