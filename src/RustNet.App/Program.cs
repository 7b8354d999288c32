using RustNet.App;

return Startup.Run(args, ProcessParts.Create());
