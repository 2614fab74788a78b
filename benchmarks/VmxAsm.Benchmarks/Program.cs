using VmxAsm.Benchmarks;

// dotnet run --project benchmarks/VmxAsm.Benchmarks -c Release -- engine
if (args is ["engine"])
    return EngineSpeed.Run();
Console.Error.WriteLine("usage: engine");
return 2;
