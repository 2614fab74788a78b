namespace VmxAsm.Runtime.Debugging;

/// <summary>What a breakpoint or a trace was asked for in words makes no sense, or names what is not there; the message says what was expected.</summary>
public sealed class DebugSpecificationException(string message) : Exception(message);
