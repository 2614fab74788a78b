using VmxAsm.Benchmarks;

// dotnet run --project benchmarks/VmxAsm.Benchmarks -c Release -- engine [PROGRAM...]
if (args is ["engine", .. string[] programs])
    return EngineSpeed.Run(programs);
Console.Error.WriteLine("usage: engine [PROGRAM...]");
return 2;
