namespace VmxAsm.Runtime.Cpu;

public sealed unsafe partial class Processor
{
    private void ResetMsrs()
    {
    }
}
