using VmxAsm.Cli;

return CommandLineRunner.Run(args, CommandContext.OfProcess());
